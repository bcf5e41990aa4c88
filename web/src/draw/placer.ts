/** Which names fit: boxes are taken one after the other and never overlap. */

import { overlap, type Box } from "../geo/grid";

const CELL = 64;

export class Placer {
  private readonly names = new Map<number, Box[]>();
  private readonly marks = new Map<number, Box[]>();
  private readonly columns: number;

  /**
   * @param width @param height of the canvas, pixels: a name must lie inside it.
   * @param seen the part of it the reader sees: no name is cut by its edge.
   */
  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly seen: Box = [0, 0, width, height],
  ) {
    this.columns = Math.ceil(width / CELL) + 2;
  }

  /** Keep names off a mark. */
  block(box: Box): void {
    this.put(this.marks, box);
  }

  /**
   * Take the first box that is free.
   *
   * @param overMarks whether the name may lie on marks (never on another name).
   * @returns the box taken, or null.
   */
  place(candidates: readonly Box[], overMarks = false): Box | null {
    const free = candidates.find(
      (box) =>
        inside(box, [0, 0, this.width, this.height]) &&
        (inside(box, this.seen) || !overlap(box, this.seen)) &&
        !this.hits(this.names, box) &&
        (overMarks || !this.hits(this.marks, box)),
    );
    if (free === undefined) return null;
    this.put(this.names, free);
    return free;
  }

  private *cells(box: Box): Generator<number> {
    for (let row = Math.floor(box[1] / CELL); row <= Math.floor(box[3] / CELL); row += 1) {
      for (let column = Math.floor(box[0] / CELL); column <= Math.floor(box[2] / CELL); column += 1) {
        yield row * this.columns + column;
      }
    }
  }

  private hits(taken: Map<number, Box[]>, box: Box): boolean {
    for (const cell of this.cells(box)) {
      if (taken.get(cell)?.some((other) => overlap(other, box)) === true) return true;
    }
    return false;
  }

  private put(taken: Map<number, Box[]>, box: Box): void {
    for (const cell of this.cells(box)) {
      const there = taken.get(cell);
      if (there === undefined) taken.set(cell, [box]);
      else there.push(box);
    }
  }
}

function inside(box: Box, around: Box): boolean {
  return box[0] >= around[0] && box[1] >= around[1] && box[2] <= around[2] && box[3] <= around[3];
}

/** Boxes of a name beside a mark, best first: right, left, above, below, then the corners. */
export function besideMark(x: number, y: number, reach: number, size: readonly [number, number]): Box[] {
  const [w, h] = size;
  const gap = reach + 2;
  const slant = gap * 0.75;
  const corners: [number, number][] = [
    [x + gap, y - h / 2],
    [x - gap - w, y - h / 2],
    [x - w / 2, y - gap - h],
    [x - w / 2, y + gap],
    [x + slant, y - slant - h / 2],
    [x + slant, y + slant - h / 2],
    [x - slant - w, y - slant - h / 2],
    [x - slant - w, y + slant - h / 2],
  ];
  return corners.map(([left, top]) => [left, top, left + w, top + h]);
}
