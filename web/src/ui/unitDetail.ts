/** What lies in an administrative unit: its figures, its features by layer, its parts. */

import type { App } from "../app/app";
import type { LayerModel } from "../model/layers";
import type { UnitModel } from "../model/units";
import { featuresWithin } from "../model/within";
import { factList, type Fact } from "./facts";
import { h, icon, ICONS } from "./dom";
import { layerSwatch } from "./tree";

/** Names told of one layer; the count tells the rest. */
const MOST_NAMES = 60;

function figures(app: App, unit: UnitModel): HTMLElement {
  const { words, payload } = app;
  const { adcode, population, area_km2: area } = unit.spec;
  const fact = (label: string, value: string): Fact => ({ name: "", kind: "text", label, value: [value] });
  const people = population === null ? words.t("missing") : `${words.number(population)} ${words.t("people")}`;
  const rows = [
    fact(words.t("code"), adcode),
    fact(words.t("population"), people),
    fact(words.t("area"), words.area(area * 1e6)),
  ];
  if (population !== null && area > 0) {
    rows.push(fact(words.t("density"), `${words.number(population / area, 0)} ${words.t("per_km2")}`));
  }
  for (const choropleth of payload.choropleths) {
    if (choropleth.id !== app.store.state.choropleth || choropleth.level !== unit.spec.level) continue;
    const value = choropleth.values[adcode] ?? null;
    const told = value === null ? words.t("missing") : `${words.number(value)} ${words.text(choropleth.unit)}`;
    rows.push(fact(words.text(choropleth.title), told));
  }
  return factList(rows);
}

function layerBlock(app: App, layer: LayerModel, features: number[]): HTMLElement {
  const lang = app.words.lang();
  const names = features.slice(0, MOST_NAMES).map((feature) => {
    const open = () => {
      app.openFeature(layer, feature);
    };
    return h(
      "li", {},
      h("button", { type: "button", class: "sx-feature", on: { click: open } }, layer.name(feature, lang)),
    );
  });
  const title = app.words.text(layer.spec.title);
  return h(
    "details", { open: features.length <= 12 },
    h(
      "summary", {}, layerSwatch(layer), h("span", { class: "sx-grow" }, title),
      h("span", { class: "sx-count" }, app.words.number(features.length)),
    ),
    h("ul", { class: "sx-features" }, ...names),
  );
}

function chips(app: App, units: readonly UnitModel[]): HTMLElement {
  return h(
    "ul", { class: "sx-chips" },
    ...units.map((unit) => {
      const open = () => {
        app.openUnit(unit.spec.adcode);
      };
      return h("li", {}, h("button", { type: "button", class: "sx-chip", on: { click: open } }, app.words.text(unit.spec.name)));
    }),
  );
}

export function unitDetail(app: App, unit: UnitModel): Node[] {
  const { words } = app;
  const parent = app.units.byCode.get(unit.spec.parent);
  const blocks = app.layers
    .map((layer) => ({ layer, features: featuresWithin(layer, unit, app.units) }))
    .filter(({ features }) => features.length > 0)
    .map(({ layer, features }) => layerBlock(app, layer, features));
  const up = () => {
    if (parent !== undefined) app.openUnit(parent.spec.adcode);
  };
  const address = h("a", { class: "sx-text", href: `#s=${unit.spec.adcode}` }, words.t("link_here"));
  return [
    h("p", { class: "sx-over" }, words.t("unit")),
    h("h2", { tabindex: "-1", key: "detail-title" }, words.text(unit.spec.name)),
    h("p", { class: "sx-sub" }, words.lang() === "zh" ? unit.spec.name.en : unit.spec.name.zh),
    h(
      "div", { class: "sx-tools" },
      parent === undefined || parent === unit
        ? null
        : h("button", { type: "button", class: "sx-text", on: { click: up } }, icon(ICONS.left), words.text(parent.spec.name)),
      address,
    ),
    figures(app, unit),
    h("h3", {}, words.t("features")),
    ...(blocks.length > 0 ? blocks : [h("p", { class: "sx-note" }, words.t("nothing_here"))]),
    ...(unit.children.length > 0 ? [h("h3", {}, words.t("units_within")), chips(app, unit.children)] : []),
  ];
}
