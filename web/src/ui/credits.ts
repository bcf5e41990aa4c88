/** At the map's foot: how many features are drawn, and the compliance line with the basemap's credit. */

import type { App } from "../app/app";
import { linked } from "./facts";
import { h } from "./dom";

export function credits(app: App): HTMLElement {
  const line = h("p", { class: "sx-credits" });
  const redraw = () => {
    const { words, payload, store } = app;
    const basemap = payload.basemaps.find((each) => each.id === store.state.basemap);
    const told = [...payload.compliance[words.lang()], ...(basemap === undefined ? [] : [basemap.attribution])];
    line.replaceChildren(...told.map((text) => h("span", {}, ...linked(text))));
  };
  redraw();
  app.store.on(["lang", "basemap"], redraw);
  return line;
}

export function drawnCount(app: App): HTMLElement {
  const line = h("p", { class: "sx-drawn" });
  app.painter.done = () => {
    const drawn = Object.values(app.painter.drawn).reduce((sum, count) => sum + count, 0);
    const { groups } = app.painter;
    const told = groups > 0 ? app.words.t("drawn_groups", { n: drawn, groups }) : app.words.t("drawn", { n: drawn });
    if (line.textContent !== told) line.textContent = told;
  };
  return line;
}
