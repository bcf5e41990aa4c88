/** Which features are shown, and how they look, under the filters and the year of the state. */

import type { State } from "../app/state";
import type { Payload, Status, SymbolSpec } from "../payload";
import type { LayerModel } from "./layers";
import { normalise } from "./search";
import { statusIn } from "./timeline";

export type Filters = Pick<
  State, "hiddenClasses" | "hiddenStatus" | "hiddenPosition" | "year" | "query"
>;

/** Key of a class in `hiddenClasses`. */
export function classKey(layer: string, value: string): string {
  return `${layer}:${value}`;
}

/** Exact as the legend tells it: read from a source, or computed from one. */
export function positionKey(position: string): "exact" | "inexact" {
  return position === "" || position === "sourced" || position === "derived" ? "exact" : "inexact";
}

/** Words a table's filter box looks through. */
export function featureText(layer: LayerModel, feature: number): string {
  const columns = ["name", "name_en", "pinyin", "initials", "id"];
  return columns.map((column) => normalise(layer.text(column, feature))).join("\n");
}

/** A look with the pattern of another status; the same object for the same pair. */
export class Looks {
  private readonly made = new Map<SymbolSpec, Map<string, SymbolSpec>>();

  constructor(private readonly dashes: Payload["status_dash"]) {}

  with(symbol: SymbolSpec, status: Status | ""): SymbolSpec {
    const dash = status === "" ? undefined : this.dashes?.[status];
    if (dash === undefined) return symbol;
    const byStatus = this.made.get(symbol) ?? new Map<string, SymbolSpec>();
    this.made.set(symbol, byStatus);
    const look = byStatus.get(status) ?? { ...symbol, dash };
    byStatus.set(status, look);
    return look;
  }
}

/** Update `shown` and `looks` of a layer. */
export function applyFilters(
  layer: LayerModel,
  filters: Filters,
  documents: Payload["documents"],
  looks: Looks,
): void {
  const { spec } = layer;
  const words = normalise(filters.query);
  for (let i = 0; i < layer.count; i += 1) {
    const plain = spec.symbols[spec.symbol[i]!]!;
    const now = layer.status(i);
    const then = filters.year === null ? now : statusThen(layer, i, filters.year, documents);
    layer.looks[i] = then === null || then === now ? plain : looks.with(plain, then);
    const visible = then !== null && !filters.hiddenStatus.has(then) && passes(layer, i, filters);
    layer.shown[i] = visible && (words === "" || featureText(layer, i).includes(words)) ? 1 : 0;
  }
}

/** Whether neither a feature's class nor its kind of position is hidden. */
function passes(layer: LayerModel, feature: number, filters: Filters): boolean {
  const { hiddenClasses, hiddenPosition } = filters;
  if (hiddenClasses.has(classKey(layer.id, layer.spec.classes[feature] ?? ""))) return false;
  return hiddenPosition.size === 0 || !hiddenPosition.has(positionKey(layer.text("position_status", feature)));
}

/** Status of a feature in a year, or null where the year does not show it. */
export function statusThen(
  layer: LayerModel,
  feature: number,
  year: number,
  documents: Payload["documents"],
): Status | "" | null {
  const dated = {
    status: layer.status(feature),
    statusDate: layer.text("status_date", feature),
    mentions: layer.mentions(feature),
  };
  return statusIn(year, dated, documents);
}
