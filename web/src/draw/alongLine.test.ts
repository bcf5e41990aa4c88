import assert from "node:assert/strict";
import { test } from "node:test";

import { alongLine, longestRun } from "./alongLine";

const NAME = { letters: ["汾", "河"], widths: [12, 12], size: 12, offset: 0, upright: true };

test("a name on a level line reads left to right, whichever way the line runs", () => {
  for (const line of [[[0, 50], [200, 50]], [[200, 50], [0, 50]]] as [number, number][][]) {
    const [name] = alongLine(line, NAME);
    assert.deepEqual(name?.glyphs.map((glyph) => [glyph.text, Math.round(glyph.x)]), [["汾", 94], ["河", 106]]);
  }
});

test("on a steep line Chinese letters stand upright and read downwards", () => {
  const [name] = alongLine([[50, 200], [50, 0]], NAME);
  assert.deepEqual(name?.glyphs.map((glyph) => [glyph.text, Math.round(glyph.y)]), [["汾", 94], ["河", 106]]);
  for (const glyph of name.glyphs) assert.ok(Math.abs(Math.sin(glyph.angle)) < 1e-9);
});

test("too short or too crooked a line is not named", () => {
  assert.deepEqual(alongLine([[0, 0], [20, 0]], NAME), []);
  const zigzag = Array.from({ length: 40 }, (_, i): [number, number] => [i * 3, i % 2 === 0 ? 0 : 60]);
  assert.deepEqual(alongLine(zigzag.slice(0, 3), { ...NAME, letters: ["a", "b", "c", "d", "e", "f", "g", "h"], widths: Array<number>(8).fill(12) }), []);
});

test("the straightest place comes first", () => {
  const line: [number, number][] = [[0, 0], [60, 40], [120, 0], [180, 0], [240, 0], [300, 0], [360, 0]];
  const [name] = alongLine(line, NAME);
  assert.ok(name!.turn < 0.05);
});

test("the longest run inside the canvas, cut at its edges", () => {
  assert.deepEqual(longestRun([[-50, 50], [150, 50]], [100, 100]), [[0, 50], [100, 50]]);
  assert.deepEqual(longestRun([[-50, -50], [-10, -10]], [100, 100]), []);
  const twice: [number, number][] = [[10, 10], [20, 10], [20, -50], [60, -50], [60, 90]];
  assert.deepEqual(longestRun(twice, [100, 100]), [[60, 0], [60, 90]]);
});
