/** One page of paper: title, map, legend, sources and the compliance line. */

import type { App } from "../app/app";
import { choroplethLegend } from "./cities";
import { documentLine } from "./facts";
import { h } from "./dom";
import { legendBlocks } from "./legend";

/** Device pixels a CSS pixel on paper: 288 dots an inch. */
const PAPER_RATIO = 3;

function sheet(app: App): (HTMLElement | null)[] {
  const { words, payload, store } = app;
  const choropleth = payload.choropleths.find((each) => each.id === store.state.choropleth);
  const documents = Object.keys(payload.documents).map((id) => documentLine(app, id));
  const sources = Object.values(payload.sources).map((source) => [source.title, source.licence].filter((part) => part !== "").join(" "));
  const { year } = store.state;
  return [
    h("div", { class: "sx-print-legend" }, choropleth === undefined ? null : choroplethLegend(app, choropleth), ...legendBlocks(app)),
    h(
      "div", { class: "sx-print-foot" },
      h("p", {}, h("b", {}, words.t("sources")), " ", [...documents, ...sources].join("; ")),
      h("p", {}, ...(year === null ? [] : [`${words.date(String(year))} · `]), payload.compliance[words.lang()].join(" · ")),
    ),
  ];
}

/** Lay the page out for paper just before it is printed, and back again. */
export function printSheet(app: App): HTMLElement {
  const title = h("h1");
  const foot = h("div", { class: "sx-print" });
  const element = h("div", { class: "sx-print-head" }, title);
  element.append(foot);
  let view: { center: L.LatLng; zoom: number } | null = null;
  const before = () => {
    if (view !== null) return;
    view = { center: app.map.getCenter(), zoom: app.map.getZoom() };
    const bounds = app.map.getBounds();
    title.textContent = app.words.text(app.payload.title);
    foot.replaceChildren(...sheet(app).filter((node) => node !== null));
    app.root.classList.add("sx-printing");
    app.painter.canvas.ratio = PAPER_RATIO;
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.fitBounds(whole(app, bounds), { animate: false });
    app.painter.canvas.draw();
  };
  const after = () => {
    if (view === null) return;
    app.root.classList.remove("sx-printing");
    app.painter.canvas.ratio = null;
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.setView(view.center, view.zoom, { animate: false });
    app.painter.canvas.draw();
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
