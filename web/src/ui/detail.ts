/** The panel beside the map: everything known of what is selected. */

import type { App } from "../app/app";
import type { LayerModel } from "../model/layers";
import { facts, factList, type Fact } from "./facts";
import { historySection } from "./history";
import { h, icon, iconButton, ICONS, repaint } from "./dom";
import { layerSwatch } from "./tree";
import { unitDetail } from "./unitDetail";

/** The next shown feature of a layer in a direction, round and round. */
function neighbour(layer: LayerModel, feature: number, step: number): number {
  let next = feature;
  do next = (next + step + layer.count) % layer.count;
  while (layer.shown[next] !== 1 && next !== feature);
  return next;
}

function walkButtons(app: App, layer: LayerModel, feature: number): HTMLElement {
  const { words } = app;
  const go = (step: number) => () => {
    app.openFeature(layer, neighbour(layer, feature, step));
  };
  const zoom = () => {
    app.openFeature(layer, feature);
  };
  return h(
    "div", { class: "sx-tools" },
    h("button", { type: "button", class: "sx-text", key: "zoom-to", on: { click: zoom } }, icon(ICONS.target), words.t("zoom_to")),
    h("span", { class: "sx-grow" }),
    iconButton(ICONS.left, words.t("previous_feature"), { key: "previous", on: { click: go(-1) } }),
    iconButton(ICONS.right, words.t("next_feature"), { key: "next", on: { click: go(1) } }),
  );
}

const IN_HISTORY = new Set<Fact["kind"]>(["document", "quote"]);

export function featureDetail(app: App, layer: LayerModel, feature: number): Node[] {
  const { words } = app;
  const lang = words.lang();
  const mentions = layer.mentions(feature);
  const rows = facts(app, layer, feature).filter(
    (fact) => mentions.length === 0 || !IN_HISTORY.has(fact.kind),
  );
  const place = rows.findIndex((fact) => fact.kind === "position");
  const split = place < 0 ? rows.length : place;
  const other = layer.name(feature, lang === "zh" ? "en" : "zh");
  const name = layer.name(feature, lang);
  return [
    h("p", { class: "sx-over" }, layerSwatch(layer), words.text(layer.spec.title)),
    h("h2", { tabindex: "-1", key: "detail-title" }, name),
    other === name ? null : h("p", { class: "sx-sub" }, other),
    walkButtons(app, layer, feature),
    factList(rows.slice(0, split)),
    historySection(app, mentions),
    split === rows.length ? null : h("section", {}, h("h3", {}, words.t("position")), factList(rows.slice(split))),
  ].filter((node) => node !== null);
}

export function detailPanel(app: App): HTMLElement {
  const body = h("div", { class: "sx-detail-body" });
  const close = iconButton(ICONS.close, app.words.t("close"), {
    class: "sx-detail-close",
    on: {
      click: () => {
        app.store.set({ selection: null });
      },
    },
  });
  const panel = h("aside", { class: "sx-detail", tabindex: "-1" }, close, body);
  const redraw = () => {
    const { selection } = app.store.state;
    const selected = app.selected(selection);
    const unit = selection?.kind === "unit" ? app.units.byCode.get(selection.adcode) : undefined;
    panel.hidden = selected === null && unit === undefined;
    app.root.classList.toggle("sx-with-detail", !panel.hidden);
    panel.setAttribute("aria-label", app.words.t("details"));
    close.setAttribute("aria-label", app.words.t("close"));
    close.title = app.words.t("close");
    if (selected !== null) repaint(body, ...featureDetail(app, selected.layer, selected.feature));
    else if (unit !== undefined) repaint(body, ...unitDetail(app, unit));
    else body.replaceChildren();
  };
  redraw();
  app.store.on(["lang", "selection"], () => {
    redraw();
    body.scrollTop = 0;
  });
  return panel;
}
