/** Short forms of long tables, written out again: what `payload.ts` describes is what the page works with. */

import type { Cell, Column, Layer, Payload } from "../payload";

/** Columns that repeat the pattern of another: same codes, other values. */
export interface LikeColumn {
  values: Cell[];
  like: string;
}

/** Codes of a column as packed numbers. */
export interface PackedColumn {
  values: Cell[];
  packed: string;
}

/** A column of texts, none of which holds the sign between them. */
export interface JoinedColumn {
  joined: string;
  by: string;
}

type ShortColumn = Column | LikeColumn | PackedColumn | JoinedColumn;

/** A layer as it may travel when it has very many features (`sxgeo/render/web/short_forms.py`). */
export type ShortLayer = Omit<Layer, "symbol" | "columns" | "geometry"> & {
  symbol: number[] | { all: number; count: number };
  columns: Record<string, ShortColumn>;
  geometry: Layer["geometry"] | { type: "points"; packed: string };
};

/**
 * Read whole numbers from base64: each zigzag-coded (0, -1, 1, -2 … are 0, 1, 2, 3 …), then in groups of
 * seven bits, low ones first, the eighth bit saying that more follow.
 */
export function unpackNumbers(packed: string): number[] {
  const bytes = atob(packed);
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes.charCodeAt(i);
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      numbers.push((value >>> 1) ^ -(value & 1));
      value = 0;
      shift = 0;
    }
  }
  return numbers;
}

function inflateColumn(column: Exclude<ShortColumn, LikeColumn>): Column {
  if ("joined" in column) return column.joined.split(column.by);
  return "packed" in column ? { values: column.values, index: unpackNumbers(column.packed) } : column;
}

function inflateColumns(given: Record<string, ShortColumn>): Record<string, Column> {
  const whole = new Map<string, Column>();
  for (const [name, column] of Object.entries(given)) {
    if (!("like" in column)) whole.set(name, inflateColumn(column));
  }
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(given)) {
    define(columns, name, "like" in column ? following(column, whole.get(column.like)) : (whole.get(name) ?? []));
  }
  return columns;
}

function following(column: LikeColumn, pattern: Column | undefined): Column {
  if (pattern === undefined || !("index" in pattern)) throw new RangeError(`No column ${column.like}.`);
  return { values: column.values, index: pattern.index };
}

function inflateLayer(layer: ShortLayer): Layer {
  const { symbol, geometry } = layer;
  return {
    ...layer,
    columns: inflateColumns(layer.columns),
    symbol: Array.isArray(symbol) ? symbol : Array<number>(symbol.count).fill(symbol.all),
    geometry: "packed" in geometry ? { type: "points", coordinates: unpackNumbers(geometry.packed) } : geometry,
  };
}

/** Set an own property, whatever a user called the column (`__proto__` among them). */
function define<T>(target: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The payload with every layer written out. */
export function inflate(payload: Payload): Payload {
  return { ...payload, layers: (payload.layers as ShortLayer[]).map(inflateLayer) };
}
