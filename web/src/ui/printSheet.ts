/** One page of paper: title, map, legend, sources and the compliance line. */

import type { App } from "../app/app";
import { stillCopy } from "../draw/still";
import { parseCitations } from "../model/citation";
import { choroplethLegend } from "./cities";
import { documentLine, termsText } from "./facts";
import { h } from "./dom";
import { legendBlocks } from "./legend";

/** Device pixels a CSS pixel on paper: 288 dots an inch. */
const PAPER_RATIO = 3;

/** Height of the page's content and the least a map may have of it, CSS pixels. */
const PAGE_HEIGHT = 1040;
const HEAD_HEIGHT = 48;
const LEAST_MAP = 520;

/** Documents and sources the shown features cite, in the payload's order. */
function cited(app: App): string[] {
  const { payload } = app;
  const ids = new Set<string>();
  for (const layer of app.visible) {
    for (let i = 0; i < layer.count; i += 1) {
      if (layer.shown[i] !== 1) continue;
      ids.add(layer.text("document", i));
      for (const { id } of parseCitations(layer.text("source", i))) ids.add(id);
    }
  }
  const documents = Object.keys(payload.documents).filter((id) => ids.has(id));
  const sources = Object.entries(payload.sources).filter(([id]) => ids.has(id));
  return [
    ...documents.map((id) => documentLine(app, id)),
    ...sources.map(([, { title, licence }]) => [app.words.half(title), termsText(app, licence)].filter((part) => part !== "").join(" · ")),
  ];
}

function sheet(app: App): HTMLElement[] {
  const { words, payload, store } = app;
  const choropleth = payload.choropleths.find((each) => each.id === store.state.choropleth);
  const { year } = store.state;
  const blocks = [choropleth === undefined ? null : choroplethLegend(app, choropleth), ...legendBlocks(app)];
  const lines = cited(app).map((line) => h("li", {}, line));
  const when = year === null ? "" : `${words.date(String(year))} · `;
  return [
    h("div", { class: "sx-print-legend" }, ...blocks),
    h(
      "div", { class: "sx-print-foot" },
      h("p", {}, h("b", {}, words.t("sources"))),
      h("ul", { class: "sx-print-sources" }, ...lines),
      h("p", {}, `${when}${payload.compliance[words.lang()].join(" · ")}`),
    ),
  ];
}

/** Lay the page out for paper just before it is printed, and back again. */
export function printSheet(app: App): HTMLElement {
  const title = h("h1");
  const foot = h("div", { class: "sx-print" });
  const element = h("div", { class: "sx-print-head" }, title, foot);
  let view: { center: L.LatLng; zoom: number } | null = null;
  const before = () => {
    if (view !== null) return;
    view = { center: app.map.getCenter(), zoom: app.map.getZoom() };
    const bounds = app.map.getBounds();
    title.textContent = app.words.text(app.payload.title);
    foot.replaceChildren(...sheet(app));
    for (const swatch of foot.querySelectorAll("canvas")) swatch.replaceWith(stillCopy(swatch));
    app.root.classList.add("sx-printing");
    const main = app.map.getContainer().parentElement;
    const height = PAGE_HEIGHT - HEAD_HEIGHT - foot.offsetHeight;
    if (main !== null) main.style.height = `${Math.max(LEAST_MAP, height)}px`;
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.fitBounds(whole(app, bounds), { animate: false });
    app.painter.canvas.freeze(PAPER_RATIO);
  };
  const after = () => {
    if (view === null) return;
    app.root.classList.remove("sx-printing");
    app.map.getContainer().parentElement?.style.removeProperty("height");
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.setView(view.center, view.zoom, { animate: false });
    app.painter.canvas.thaw();
    view = null;
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  matchMedia("print").addEventListener("change", (event) => {
    if (event.matches) before();
    else after();
  });
  return element;
}

/** What to print: the region where all of it is in view (a wide screen shows much paper), else the view. */
function whole(app: App, bounds: L.LatLngBounds): L.LatLngBoundsExpression {
  const [west, south, east, north] = app.payload.extent;
  const extent: L.LatLngTuple[] = [[south, west], [north, east]];
  return extent.every((corner) => bounds.contains(corner)) ? extent : bounds;
}
