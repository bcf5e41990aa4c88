import assert from "node:assert/strict";
import { test } from "node:test";

import { PointGrid } from "./grid";

function points(count: number): Float64Array {
  const xy = new Float64Array(2 * count);
  let seed = 7;
  for (let i = 0; i < xy.length; i += 1) {
    seed = (seed * 16807) % 2147483647;
    xy[i] = seed / 2147483647;
  }
  return xy;
}

test("finds exactly what a look at every point finds", () => {
  const xy = points(5000);
  const grid = new PointGrid(xy);
  for (const box of [[0.2, 0.3, 0.4, 0.35], [0, 0, 1, 1], [0.9, 0.9, 2, 2], [-1, -1, -0.5, -0.5]] as const) {
    const found: number[] = [];
    grid.query(box, (point) => found.push(point));
    const wanted = [];
    for (let i = 0; i < 5000; i += 1) {
      const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!];
      if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) wanted.push(i);
    }
    assert.deepEqual(found.sort((a, b) => a - b), wanted);
  }
});

test("no points, one point, and points all in one place", () => {
  for (const xy of [new Float64Array(0), Float64Array.of(3, 4), Float64Array.of(3, 4, 3, 4)]) {
    const found: number[] = [];
    new PointGrid(xy).query([0, 0, 9, 9], (point) => found.push(point));
    assert.equal(found.length, xy.length / 2);
  }
});
