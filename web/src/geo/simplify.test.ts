import assert from "node:assert/strict";
import { test } from "node:test";

import { distance2 } from "../draw/hit";
import { simplify } from "./simplify";

function wave(count: number): Float64Array {
  const xy = new Float64Array(2 * count);
  for (let i = 0; i < count; i += 1) {
    xy[2 * i] = i / 10;
    xy[2 * i + 1] = Math.sin(i / 25) * 8 + Math.sin(i * 1.7) * 0.2;
  }
  return xy;
}

test("keeps both ends, so neighbours that share an arc stay joined", () => {
  const xy = wave(1000);
  const kept = simplify(xy, 0.5);
  assert.deepEqual([...kept.slice(0, 2)], [...xy.slice(0, 2)]);
  assert.deepEqual([...kept.slice(-2)], [...xy.slice(-2)]);
});

test("drops most vertices and strays no further than promised", () => {
  const xy = wave(2000);
  const tolerance = 0.5;
  const kept = simplify(xy, tolerance);
  assert.ok(kept.length < xy.length / 5, `${kept.length / 2} of ${xy.length / 2} vertices kept`);
  for (let i = 0; i < xy.length; i += 2) {
    assert.ok(distance2(kept, xy[i]!, xy[i + 1]!) <= (2 * tolerance) ** 2);
  }
});

test("a closed ring stays closed and does not collapse", () => {
  const ring = new Float64Array(80);
  for (let i = 0; i < 40; i += 1) {
    ring[2 * i] = Math.cos((2 * Math.PI * i) / 39);
    ring[2 * i + 1] = Math.sin((2 * Math.PI * i) / 39);
  }
  const kept = simplify(ring, 0.1);
  assert.ok(kept.length >= 8);
  assert.ok(Math.abs(kept[0]! - kept[kept.length - 2]!) < 1e-12);
});

test("a line of two vertices is returned as it is", () => {
  const xy = Float64Array.of(0, 0, 1, 1);
  assert.equal(simplify(xy, 10), xy);
});
