/** Packed integers and dictionary-coded columns, back to positions and cells. */

import type { Cell, Column, Payload } from "../payload";

export type Packing = Payload["packing"];

/**
 * Decode one list of packed positions.
 *
 * @param ints `dx0, dy0, dx1, dy1, …`: the first pair from the origin, every other from the pair before.
 * @returns `lon0, lat0, lon1, lat1, …` in degrees.
 * @throws RangeError when a longitude has no latitude.
 */
export function decodePositions(ints: readonly number[], packing: Packing): Float64Array {
  if (ints.length % 2 !== 0) {
    throw new RangeError(`Packed positions are pairs; here are ${ints.length} numbers.`);
  }
  const { origin, scale } = packing;
  const out = new Float64Array(ints.length);
  // Sums stay whole numbers, so no rounding error grows along the line.
  let column = 0;
  let row = 0;
  for (let i = 0; i < ints.length; i += 2) {
    column += ints[i]!;
    row += ints[i + 1]!;
    out[i] = origin[0] + column / scale;
    out[i + 1] = origin[1] + row / scale;
  }
  return out;
}

/** The cell of one feature; null for a column the layer does not have. */
export function cellAt(column: Column | undefined, feature: number): Cell {
  if (column === undefined) return null;
  if (Array.isArray(column)) return column[feature] ?? null;
  if ("first" in column) return column.first + feature;
  const code = column.index.length === 0 ? 0 : column.index[feature];
  return code === undefined ? null : (column.values[code] ?? null);
}

/** The cell as text; empty for "not known". */
export function textAt(column: Column | undefined, feature: number): string {
  const cell = cellAt(column, feature);
  return cell === null ? "" : String(cell);
}
