/** The legend of the layers shown, drawn with the map's own code; an entry clicked filters its class. */

import type { App } from "../app/app";
import type { State } from "../app/state";
import { toggled } from "../app/state";
import { drawSwatch } from "../draw/symbols";
import { classKey, positionKey } from "../model/filter";
import type { LayerModel } from "../model/layers";
import type { LegendEntry, SymbolSpec } from "../payload";
import { h, repaint, swatchCanvas } from "./dom";
import { section } from "./section";

/** Statuses and positions mean the same in every layer: their samples wear no layer's colour. */
const NEUTRAL = "#5a564f";

type SetName = "hiddenClasses" | "hiddenStatus" | "hiddenPosition";

interface Sample {
  set: SetName;
  member: string;
  label: string;
  symbol: SymbolSpec;
  count: number;
}

function entryButton(app: App, sample: Sample): HTMLElement {
  const { store } = app;
  const off = store.state[sample.set].has(sample.member);
  const flip = () => {
    const change: Partial<State> = { [sample.set]: toggled(store.state[sample.set], sample.member, !off) };
    store.set(change);
  };
  return h(
    "li", {},
    h(
      "button",
      {
        type: "button", class: "sx-entry", "aria-pressed": !off,
        key: `${sample.set}-${sample.member}`, on: { click: flip },
      },
      swatchCanvas(36, 20, (ctx) => {
        drawSwatch(ctx, sample.symbol, 36, 20);
      }),
      h("span", { class: "sx-grow" }, sample.label),
      h("span", { class: "sx-count" }, app.words.number(sample.count)),
    ),
  );
}

function classSamples(app: App, layer: LayerModel): Sample[] {
  return layer.spec.legend
    .filter((entry) => entry.kind === "class")
    .map((entry) => ({
      set: "hiddenClasses",
      member: classKey(layer.id, entry.key),
      label: app.words.text(entry.label),
      symbol: entry.symbol,
      count: entry.count,
    }));
}

/** Entries of one kind over all visible layers, by what they are called; a line is preferred as sample. */
function shared(app: App, kind: "status" | "position"): Sample[] {
  const found = new Map<string, Sample>();
  const entries = app.visible.flatMap((layer) => layer.spec.legend.filter((each) => each.kind === kind));
  for (const entry of entries) {
    const sample = sharedSample(app, kind, entry);
    const known = found.get(sample.member);
    if (known === undefined) {
      found.set(sample.member, sample);
      continue;
    }
    known.count += sample.count;
    if (known.symbol.geometry !== "line" && sample.symbol.geometry === "line") known.symbol = sample.symbol;
  }
  const order = kind === "status" ? Object.keys(app.payload.labels.status) : ["exact", "inexact"];
  return [...found.values()].sort((a, b) => order.indexOf(a.member) - order.indexOf(b.member));
}

function sharedSample(app: App, kind: "status" | "position", entry: LegendEntry): Sample {
  const look = { symbol: neutral(entry.symbol), count: entry.count };
  if (kind === "status") {
    return { set: "hiddenStatus", member: entry.key, label: app.words.text(entry.label), ...look };
  }
  const member = exactness(entry);
  return { set: "hiddenPosition", member, label: app.words.t(member), ...look };
}

function exactness(entry: LegendEntry): "exact" | "inexact" {
  return entry.key === "exact" || entry.key === "inexact" ? entry.key : positionKey(entry.key);
}

function neutral(symbol: SymbolSpec): SymbolSpec {
  const fill = symbol.fill === symbol.color ? NEUTRAL : symbol.fill;
  return { ...symbol, color: NEUTRAL, fill };
}

function block(title: string, samples: Sample[], app: App): HTMLElement | null {
  if (samples.length === 0) return null;
  return h(
    "div", { class: "sx-legend-block" },
    h("h3", {}, title),
    h("ul", {}, ...samples.map((sample) => entryButton(app, sample))),
  );
}

/** The legend's blocks for what is visible now. */
export function legendBlocks(app: App): (HTMLElement | null)[] {
  const { words } = app;
  return [
    ...app.visible.map((layer) => block(words.text(layer.spec.title), classSamples(app, layer), app)),
    block(words.t("status"), shared(app, "status"), app),
    block(words.t("position"), shared(app, "position"), app),
  ];
}

export function legend(app: App): HTMLElement {
  const part = section(app, "legend", true);
  const redraw = () => {
    const blocks = legendBlocks(app).filter((each) => each !== null);
    const none = h("p", { class: "sx-note" }, app.words.t("nothing_here"));
    repaint(
      part.body,
      blocks.length === 0 ? none : h("p", { class: "sx-note sx-screen" }, app.words.t("legend_hint")),
      ...blocks,
    );
  };
  redraw();
  app.store.on(["lang", "visible", "hiddenClasses", "hiddenStatus", "hiddenPosition"], redraw);
  return part.element;
}
