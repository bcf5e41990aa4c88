/** The region's parts as a list with what lies in each, and the choropleths with their numeric legend. */

import type { App } from "../app/app";
import { featuresWithin } from "../model/within";
import type { Choropleth } from "../payload";
import { h, repaint } from "./dom";
import { section } from "./section";

export function cities(app: App): HTMLElement {
  const part = section(app, "by_city", false);
  const redraw = () => {
    const { words, store } = app;
    const { selection } = store.state;
    const rows = app.units.atDepth(1).map((unit) => {
      const { adcode, name } = unit.spec;
      const count = app.visible.reduce((sum, layer) => sum + featuresWithin(layer, unit, app.units).length, 0);
      const chosen = selection?.kind === "unit" && selection.adcode === adcode;
      const open = () => {
        app.openUnit(adcode);
      };
      return h(
        "li", {},
        h(
          "button",
          { type: "button", class: "sx-entry", key: `unit-${adcode}`, "aria-pressed": chosen, on: { click: open } },
          h("span", { class: "sx-grow" }, words.text(name)),
          h("span", { class: "sx-count" }, words.number(count)),
        ),
      );
    });
    repaint(part.body, h("ul", { class: "sx-cities" }, ...rows));
  };
  // Counting needs the borders; nobody waits for it while the list is closed.
  let stale = true;
  part.element.querySelector("button")?.addEventListener("click", () => {
    if (stale && !part.body.hidden) redraw();
    stale = part.body.hidden;
  });
  app.store.on(
    ["lang", "visible", "hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query", "selection"],
    () => {
      stale = part.body.hidden;
      if (!stale) redraw();
    },
  );
  return part.element;
}

function classRow(color: string, text: string): HTMLElement {
  const chip = h("span", { class: "sx-class", "aria-hidden": "true" });
  chip.style.background = color;
  return h("li", {}, chip, text);
}

/** Classes of a choropleth as ranges, and the units without a number. */
export function choroplethLegend(app: App, choropleth: Choropleth): HTMLElement {
  const { words } = app;
  const rows = choropleth.colors.map((color, i) => classRow(color, choropleth.ranges[i] ?? ""));
  const missing = app.units.all.some(
    (unit) => unit.spec.level === choropleth.level && (choropleth.values[unit.spec.adcode] ?? null) === null,
  );
  if (missing) rows.push(classRow(choropleth.missing_color, words.t("missing")));
  const unit = words.text(choropleth.unit);
  const title = words.text(choropleth.title);
  return h(
    "div", { class: "sx-legend-block" },
    h("h3", {}, unit === "" ? title : words.lang() === "zh" ? `${title}（${unit}）` : `${title} (${unit})`),
    h("ul", { class: "sx-classes" }, ...rows),
    h("p", { class: "sx-note" }, words.text(choropleth.note)),
  );
}

/** The chooser of numbers by unit; null where the map carries none. */
export function thematic(app: App): HTMLElement | null {
  if (app.payload.choropleths.length === 0) return null;
  const part = section(app, "thematic", false);
  const redraw = () => {
    const { words, store, payload } = app;
    const choices = [{ id: "", title: words.t("thematic_none") }].concat(
      payload.choropleths.map((each) => ({ id: each.id, title: words.text(each.title) })),
    );
    const radios = choices.map(({ id, title }) => {
      const input = h("input", {
        type: "radio", name: "sx-choropleth", id: `sx-choropleth-${id}`, key: `choropleth-${id}`,
        on: {
          change: () => {
            store.set({ choropleth: id });
          },
        },
      });
      input.checked = store.state.choropleth === id;
      return h("div", { class: "sx-row" }, input, h("label", { for: `sx-choropleth-${id}` }, title));
    });
    const chosen = payload.choropleths.find((each) => each.id === store.state.choropleth);
    repaint(
      part.body,
      h("div", { role: "radiogroup", "aria-label": words.t("thematic") }, ...radios),
      chosen === undefined ? null : choroplethLegend(app, chosen),
    );
  };
  redraw();
  app.store.on(["lang", "choropleth"], redraw);
  return part.element;
}
