/** Tiles under the map: none by default; our data moves onto their datum, never the tiles onto ours. */

import L from "leaflet";

import type { App } from "../app/app";
import { wgs84From, wgs84To, type Datum } from "../geo/datum";
import { h, repaint } from "./dom";
import { section } from "./section";

function tiles(app: App, id: string): L.TileLayer | null {
  const basemap = app.payload.basemaps.find((each) => each.id === id);
  if (basemap === undefined) return null;
  const { url, subdomains, min_zoom: minZoom, max_zoom: maxNativeZoom } = basemap;
  // The attribution stands in the page's own credit line, as text: Leaflet's control would parse it.
  return L.tileLayer(url, {
    ...(subdomains.length > 0 ? { subdomains } : {}), minZoom, maxNativeZoom, maxZoom: 20,
  });
}

/** Follow the chosen basemap: tiles, datum of the data, and the same ground in view. */
export function followBasemap(app: App): void {
  let layer: L.TileLayer | null = null;
  let datum: Datum = "wgs84";
  const follow = () => {
    layer?.remove();
    layer = tiles(app, app.store.state.basemap);
    layer?.addTo(app.map);
    app.root.classList.toggle("sx-on-tiles", layer !== null);
    if (app.datum === datum) return;
    const { lng, lat } = app.map.getCenter();
    const ground = wgs84From(lng, lat, datum);
    datum = app.datum;
    project(app, datum);
    const [lon, lat2] = wgs84To(...ground, datum);
    app.map.setView([lat2, lon], app.map.getZoom(), { animate: false });
  };
  app.store.on(["basemap"], follow);
  if (app.store.state.basemap !== "") follow();
}

/** Place all data for a datum. */
export function project(app: Pick<App, "layers" | "units">, datum: Datum): void {
  app.units.project(datum);
  for (const each of app.layers) each.project(datum);
}

/** The chooser; null where the page carries no basemap. */
export function basemapChooser(app: App): HTMLElement | null {
  if (app.payload.basemaps.length === 0) return null;
  const part = section(app, "basemap", false);
  const redraw = () => {
    const { words, store, payload } = app;
    const choices = [{ id: "", title: words.t("basemap_none") }].concat(
      payload.basemaps.map((each) => ({ id: each.id, title: words.text(each.title) })),
    );
    const radios = choices.map(({ id, title }) => {
      const input = h("input", {
        type: "radio", name: "sx-basemap", id: `sx-basemap-${id}`, key: `basemap-${id}`,
        on: {
          change: () => {
            store.set({ basemap: id });
          },
        },
      });
      input.checked = store.state.basemap === id;
      return h("div", { class: "sx-row" }, input, h("label", { for: `sx-basemap-${id}` }, title));
    });
    const shifted = app.datum === "gcj02" || app.datum === "bd09";
    repaint(
      part.body,
      h("div", { role: "radiogroup", "aria-label": words.t("basemap") }, ...radios),
      shifted ? h("p", { class: "sx-note" }, words.t("shift_note")) : null,
    );
  };
  redraw();
  app.store.on(["lang", "basemap"], redraw);
  return part.element;
}
