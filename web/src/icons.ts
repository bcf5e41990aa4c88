/** Leaflet's default marker images, inside the page instead of beside its style sheet. */

import type L from "leaflet";

import marker from "leaflet/dist/images/marker-icon.png";
import marker2x from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

/**
 * Give `L.marker(…)` its images without a request.
 *
 * Leaflet finds them by the address of its style sheet; an inlined style sheet has none.
 */
export function useInlineIcons(leaflet: typeof L): void {
  leaflet.Icon.Default.imagePath = "";
  leaflet.Icon.Default.mergeOptions({
    iconUrl: marker,
    iconRetinaUrl: marker2x,
    shadowUrl: shadow,
  });
}
