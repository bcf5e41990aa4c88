/** Entry of the page's script; its exports are the members of the global `sxgeoPage`. */

import L from "leaflet";

import { followAddress, openAddress, selectionText } from "./app/address";
import { App } from "./app/app";
import { Store, type State } from "./app/state";
import { Words } from "./app/words";
import { Painter } from "./draw/painter";
import { useInlineIcons } from "./icons";
import { applyFilters, Looks } from "./model/filter";
import { inflate } from "./model/inflate";
import { buildLayers } from "./model/layers";
import { Units } from "./model/units";
import type { Lang, Payload } from "./payload";
import { followBasemap, project } from "./ui/basemap";
import { buildPage } from "./ui/layout";

export { elementsOf } from "./folium";

useInlineIcons(L);

const MOST_ZOOM = 18;
let running: App | null = null;

function readPayload(): Payload | null {
  const text = document.getElementById("sxgeo-data")?.textContent ?? "";
  return text.trim() === "" ? null : inflate(JSON.parse(text) as Payload);
}

function startState(payload: Payload): State {
  return {
    lang: payload.language,
    visible: new Set(payload.layers.filter((layer) => layer.visible).map((layer) => layer.id)),
    hiddenClasses: new Set(),
    hiddenStatus: new Set(),
    hiddenPosition: new Set(),
    year: null,
    query: "",
    selection: null,
    choropleth: "",
    basemap: "",
    table: false,
  };
}

/** Whatever changes what is drawn leads to one drawing. */
function followState(app: App): void {
  const looks = new Looks(app.payload.status_dash);
  app.store.on(["hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query"], (state) => {
    for (const layer of app.layers) applyFilters(layer, state, app.payload.documents, looks);
  });
  app.store.on(
    ["visible", "hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query", "selection", "choropleth", "basemap", "lang"],
    () => {
      app.painter.canvas.drawSoon();
    },
  );
}

function extentOf(payload: Payload): L.LatLngBounds {
  const [west, south, east, north] = payload.extent;
  return L.latLngBounds([south, west], [north, east]);
}

function newMap(id: string, options: L.MapOptions): L.Map {
  return L.map(id, {
    zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 120, maxZoom: MOST_ZOOM,
    zoomControl: false, attributionControl: true, maxBoundsViscosity: 0.6,
    ...options,
  });
}

function announceReady(): void {
  const ready = () => {
    document.documentElement.dataset["sxgeoReady"] = "true";
    window.dispatchEvent(new Event("sxgeo:ready"));
  };
  // After the browser has put the drawing on the screen.
  requestAnimationFrame(() => setTimeout(ready, 0));
}

function buildApp(payload: Payload, mapDiv: HTMLElement, options: L.MapOptions): App {
  const root = document.getElementById("sxgeo-app") ?? document.body;
  const store = new Store(startState(payload));
  const words = new Words(payload, () => store.state.lang);
  const layers = buildLayers(payload);
  const units = new Units(payload);
  const painter = new Painter(payload, layers, units, () => store.state);
  project({ layers, units }, "wgs84");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = still ? { zoomAnimation: false, fadeAnimation: false, inertia: false } : {};
  const map = newMap(mapDiv.id, { ...motion, ...options });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(map);
  return new App({ payload, layers, units, store, words, map, painter, root });
}

/**
 * Build the page around a map and draw everything the payload holds.
 *
 * @param mapDivId id of the map's element, as folium names it.
 * @param options  for `L.map`, where they should differ from the page's.
 * @returns the Leaflet map, to which folium's children go on adding themselves; on a page without a
 *          payload a plain map.
 */
export function start(mapDivId: string, options: L.MapOptions = {}): L.Map {
  const payload = readPayload();
  const mapDiv = document.getElementById(mapDivId);
  if (payload === null || mapDiv === null) return newMap(mapDivId, { zoomControl: true, ...options });
  const app = buildApp(payload, mapDiv, options);
  const { map, store } = app;
  running = app;
  const begin = { ...store.state };
  const extent = extentOf(payload);
  const home = (animate: boolean) => {
    // On a phone the map lies below the search box and above the time slider; credits may take several lines.
    const foot = app.root.querySelector<HTMLElement>(".sx-foot")?.offsetHeight ?? 0;
    const [top, bottom] = app.phone ? [112, Math.max(132, 94 + foot)] : [12, Math.max(26, foot + 4)];
    map.fitBounds(extent, { paddingTopLeft: [10, top], paddingBottomRight: [10, bottom], animate });
  };
  followState(app);
  followBasemap(app);
  // The view must exist before the parts that ask for it; its size is right once they stand.
  map.setView(extent.getCenter(), 7, { animate: false });
  buildPage(app, mapDiv, () => {
    store.set({ ...begin, lang: store.state.lang, table: store.state.table });
    home(!app.calm);
  });
  map.invalidateSize({ animate: false, pan: false });
  home(false);
  map.setMaxBounds(extent.pad(1.2));
  map.setMinZoom(Math.max(1, map.getZoom() - 1.5));
  openAddress(app, begin);
  app.painter.canvas.addTo(map);
  followAddress(app, begin);
  announceReady();
  return map;
}

/** What the page shows now, for tests and for readers with a console. */
export interface Inspection {
  visibleLayers: string[];
  /** Features in view, by layer. */
  drawn: Record<string, number>;
  /** `layer/feature id`, an adcode, or empty. */
  selection: string;
  language: Lang;
  zoom: number;
  /** WGS-84 degrees. */
  center: [lon: number, lat: number];
  /** Names on the map; boxes are `x0, y0, x1, y1` in pixels of the map's canvas and never overlap. */
  labels: { text: string; box: readonly [number, number, number, number] }[];
  /** How many groups stand for the features drawn; 0 where each is drawn by itself. */
  groups: number;
}

/** Look at the page's state without changing it; null before `start`. */
export function inspect(): Inspection | null {
  if (running === null) return null;
  const { store, map, painter } = running;
  return {
    visibleLayers: running.visible.map((layer) => layer.id),
    drawn: { ...painter.drawn },
    selection: selectionText(running, store.state.selection),
    language: store.state.lang,
    zoom: map.getZoom(),
    center: running.ground(map.getCenter()),
    labels: painter.labels.map(({ text, box }) => ({ text, box })),
    groups: painter.groups,
  };
}
