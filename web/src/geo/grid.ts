/** A uniform grid over points, for "which lie in this rectangle" on a hundred thousand of them. */

/** `x0, y0, x1, y1`. */
export type Box = readonly [number, number, number, number];

const POINTS_A_CELL = 8;
const MOST_CELLS = 512;

export class PointGrid {
  private readonly starts: Uint32Array;
  private readonly order: Uint32Array;
  private readonly columns: number;
  private readonly rows: number;
  private readonly west: number;
  private readonly north: number;
  private readonly cellWidth: number;
  private readonly cellHeight: number;

  /** @param xy `x0, y0, x1, y1, …`; kept, not copied. */
  constructor(private readonly xy: Float64Array) {
    const count = xy.length / 2;
    const [x0, y0, x1, y1] = boxOf(xy);
    const side = Math.max(1, Math.min(MOST_CELLS, Math.ceil(Math.sqrt(count / POINTS_A_CELL))));
    this.columns = this.rows = side;
    this.west = x0;
    this.north = y0;
    this.cellWidth = (x1 - x0) / side || 1;
    this.cellHeight = (y1 - y0) / side || 1;
    const cells = new Uint32Array(count);
    this.starts = new Uint32Array(side * side + 1);
    for (let i = 0; i < count; i += 1) {
      const cell = this.row(xy[2 * i + 1]!) * side + this.column(xy[2 * i]!);
      cells[i] = cell;
      this.starts[cell + 1]! += 1;
    }
    for (let c = 0; c < side * side; c += 1) this.starts[c + 1]! += this.starts[c]!;
    const next = this.starts.slice();
    this.order = new Uint32Array(count);
    for (let i = 0; i < count; i += 1) {
      const cell = cells[i]!;
      this.order[next[cell]!] = i;
      next[cell]! += 1;
    }
  }

  /** Call `visit` with the number of every point in the box, edges included. */
  query(box: Box, visit: (point: number) => void): void {
    const [x0, y0, x1, y1] = box;
    const { xy, order, starts } = this;
    const first = this.column(x0);
    const last = this.column(x1);
    for (let row = this.row(y0); row <= this.row(y1); row += 1) {
      const to = starts[row * this.columns + last + 1]!;
      for (let k = starts[row * this.columns + first]!; k < to; k += 1) {
        const i = order[k]!;
        const x = xy[2 * i]!;
        const y = xy[2 * i + 1]!;
        if (x >= x0 && x <= x1 && y >= y0 && y <= y1) visit(i);
      }
    }
  }

  private column(x: number): number {
    return clamp(Math.floor((x - this.west) / this.cellWidth), this.columns - 1);
  }

  private row(y: number): number {
    return clamp(Math.floor((y - this.north) / this.cellHeight), this.rows - 1);
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** The box around vertices; empty input gives an inverted (never overlapping) box. */
export function boxOf(xy: Float64Array): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  return [x0, y0, x1, y1];
}

/** Whether two boxes share a point. */
export function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** The box around both. */
export function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
