/** Entry of the page's script; its exports are the members of the global `sxgeo`. */

import L from "leaflet";

import { useInlineIcons } from "./icons";

export { decodeArc } from "./arcs";

useInlineIcons(L);
