/** Rows of the data table: features of the visible layers, sorted and narrowed. */

import type { Cell } from "../payload";
import type { LayerModel } from "./layers";

export interface Row {
  layer: LayerModel;
  feature: number;
}

export interface Sorting {
  column: string;
  descending: boolean;
}

/** Shown features of layers, in the layers' order. */
export function shownRows(layers: readonly LayerModel[], keep: (row: Row) => boolean): Row[] {
  const rows: Row[] = [];
  for (const layer of layers) {
    for (let feature = 0; feature < layer.count; feature += 1) {
      const row = { layer, feature };
      if (layer.shown[feature] === 1 && keep(row)) rows.push(row);
    }
  }
  return rows;
}

/** Order of two cells: numbers before texts, what is not known last whichever way one sorts. */
export function compareCells(a: Cell, b: Cell, collator: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return collator.compare(a ?? "", b ?? "");
}

/** Sort rows by what `cell` shows in a column; rows alike keep their order. */
export function sortRows(
  rows: readonly Row[],
  sorting: Sorting,
  cell: (row: Row, column: string) => Cell,
  collator: Intl.Collator,
): Row[] {
  const keyed = rows.map((row) => ({ row, key: cell(row, sorting.column) }));
  const empty = (key: Cell) => key === null || key === "";
  keyed.sort((a, b) => {
    if (empty(a.key) || empty(b.key)) return Number(empty(a.key)) - Number(empty(b.key));
    return compareCells(a.key, b.key, collator) * (sorting.descending ? -1 : 1);
  });
  return keyed.map(({ row }) => row);
}
