/** What the documents count for the whole province, by theme: numbers with their phrases, never on the map. */

import type { App } from "../app/app";
import type { ProvinceFigure } from "../payload";
import { documentLine, quoted } from "./facts";
import { h, repaint } from "./dom";
import { section } from "./section";

function entry(app: App, figure: ProvinceFigure): HTMLElement {
  const { words } = app;
  const value = words.amount(figure.value, figure.unit);
  return h(
    "li", {},
    h("span", { class: "sx-grow" }, words.text(figure.name)),
    h("strong", {}, value),
    h("small", {}, `${figure.year} · ${documentLine(app, figure.document)} `, quoted(figure.quote)),
  );
}

export function figures(app: App): HTMLElement | null {
  const all = app.payload.figures ?? [];
  if (all.length === 0) return null;
  const { element, body } = section(app, "figures", false);
  const redraw = () => {
    const groups = app.payload.themes.flatMap((theme) => {
      const own = all.filter((each) => each.theme === theme.id);
      if (own.length === 0) return [];
      return [
        h("h3", { class: "sx-group" }, app.words.text(theme.title)),
        h("ul", { class: "sx-figures" }, ...own.map((each) => entry(app, each))),
      ];
    });
    repaint(body, h("p", { class: "sx-note" }, app.words.t("figures_note")), ...groups);
  };
  redraw();
  app.store.on(["lang"], redraw);
  return element;
}
