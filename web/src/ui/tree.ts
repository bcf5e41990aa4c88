/** Layers by theme: switches, counts, and every feature of a layer as a button. */

import type { App } from "../app/app";
import { toggled } from "../app/state";
import { drawSwatch } from "../draw/symbols";
import type { LayerModel } from "../model/layers";
import type { Payload } from "../payload";
import { h, icon, ICONS, repaint, roving, swatchCanvas } from "./dom";
import { section } from "./section";

/** Buttons in one layer's list; the table shows the rest. */
const MOST_BUTTONS = 200;

type Theme = Payload["themes"][number];

export function shownCount(layer: LayerModel): number {
  let count = 0;
  for (const one of layer.shown) count += one;
  return count;
}

/** The first look of a layer as a small picture. */
export function layerSwatch(layer: LayerModel): HTMLCanvasElement {
  const symbol = layer.spec.legend[0]?.symbol ?? layer.spec.symbols[0];
  return swatchCanvas(28, 18, (ctx) => {
    if (symbol !== undefined) drawSwatch(ctx, symbol, 28, 18);
  });
}

function countText(app: App, layer: LayerModel): string {
  const shown = shownCount(layer);
  const all = app.words.number(layer.count);
  return shown === layer.count ? all : `${app.words.number(shown)}/${all}`;
}

function featureList(app: App, layer: LayerModel): HTMLElement {
  const { words } = app;
  const buttons: HTMLElement[] = [];
  for (let i = 0; i < layer.count && buttons.length < MOST_BUTTONS; i += 1) {
    if (layer.shown[i] !== 1) continue;
    const open = () => {
      app.openFeature(layer, i);
    };
    const key = `feature-${layer.id}-${i}`;
    const button = h(
      "button", { type: "button", class: "sx-feature", key, on: { click: open } },
      layer.name(i, words.lang()),
    );
    buttons.push(h("li", {}, button));
  }
  const list = h("ul", { class: "sx-features", "aria-label": words.text(layer.spec.title) }, ...buttons);
  roving(list, ".sx-feature");
  const lost = (layer.spec.unplaced ?? []).map((each) =>
    h("li", {}, h("b", {}, each.name), ` ${words.text(each.reason)}`),
  );
  const rest = shownCount(layer) - buttons.length;
  return h(
    "div", {},
    list,
    rest > 0 ? h("p", { class: "sx-note" }, words.t("more_rows", { n: rest })) : null,
    lost.length === 0
      ? null
      : h("details", { class: "sx-note" }, h("summary", {}, `${words.t("unplaced")} ${lost.length}`), h("ul", {}, ...lost)),
  );
}

function layerRow(app: App, layer: LayerModel, opened: Set<string>, redraw: () => void): HTMLElement {
  const { words, store } = app;
  const id = `sx-layer-${layer.id}`;
  const box = h("input", {
    type: "checkbox", id, key: id,
    on: {
      change: () => {
        store.set({ visible: toggled(store.state.visible, layer.id, box.checked) });
      },
    },
  });
  box.checked = store.state.visible.has(layer.id);
  const open = opened.has(layer.id);
  const title = words.text(layer.spec.title);
  const more = h(
    "button",
    {
      type: "button", class: "sx-icon sx-more", key: `more-${layer.id}`,
      "aria-expanded": open, "aria-label": words.t("show_features", { layer: title }),
      on: {
        click: () => {
          if (open) opened.delete(layer.id);
          else opened.add(layer.id);
          redraw();
        },
      },
    },
    icon(ICONS.down),
  );
  const label = h(
    "label", { for: id, title: words.text(layer.spec.description) },
    layerSwatch(layer), h("span", { class: "sx-grow" }, title),
    h("span", { class: "sx-count" }, countText(app, layer)),
  );
  return h(
    "li", { class: "sx-layer" },
    h("div", { class: "sx-row" }, box, label, more),
    open ? featureList(app, layer) : null,
  );
}

function themeGroup(app: App, theme: Theme, rows: HTMLElement[]): HTMLElement {
  const { words, store } = app;
  const id = `sx-theme-${theme.id}`;
  const on = theme.layers.filter((layer) => store.state.visible.has(layer)).length;
  const box = h("input", {
    type: "checkbox", id, key: id,
    on: {
      change: () => {
        const visible = new Set(store.state.visible);
        for (const layer of theme.layers) {
          if (box.checked) visible.add(layer);
          else visible.delete(layer);
        }
        store.set({ visible });
      },
    },
  });
  box.checked = on === theme.layers.length;
  box.indeterminate = on > 0 && on < theme.layers.length;
  return h(
    "li", { class: "sx-theme" },
    h(
      "div", { class: "sx-row" }, box,
      h("label", { for: id, class: "sx-grow" }, words.text(theme.title)),
      h("span", { class: "sx-count" }, `${on}/${theme.layers.length}`),
    ),
    h("ul", {}, ...rows),
  );
}

export function layerTree(app: App): HTMLElement {
  const part = section(app, "layers", true);
  const opened = new Set<string>();
  const redraw = () => {
    const { words, store, payload } = app;
    const all = (ids: string[]) => () => {
      store.set({ visible: new Set(ids) });
    };
    const tools = h(
      "div", { class: "sx-tools" },
      h("button", { type: "button", class: "sx-text", key: "all", on: { click: all(app.layers.map((l) => l.id)) } }, words.t("select_all")),
      h("button", { type: "button", class: "sx-text", key: "none", on: { click: all([]) } }, words.t("select_none")),
    );
    const themes = payload.themes.map((theme) => {
      const rows = theme.layers
        .map((id) => app.byId.get(id))
        .filter((layer) => layer !== undefined)
        .map((layer) => layerRow(app, layer, opened, redraw));
      return themeGroup(app, theme, rows);
    });
    repaint(part.body, tools, h("ul", { class: "sx-tree" }, ...themes));
  };
  redraw();
  app.store.on(
    ["lang", "visible", "hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query"], redraw,
  );
  return part.element;
}
