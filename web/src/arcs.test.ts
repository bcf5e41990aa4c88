import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeArc } from "./arcs";

test("steps add up from the origin", () => {
  const decoded = decodeArc([0, 0, 2, 1, -1, 3], 0.5, [110, 34]);
  assert.deepEqual(decoded, [
    [110, 34],
    [111, 34.5],
    [110.5, 36],
  ]);
});

test("an empty arc has no positions", () => {
  assert.deepEqual(decodeArc([], 1e-5, [110, 34]), []);
});

test("half a pair is refused, naming the count", () => {
  assert.throws(() => decodeArc([1, 2, 3], 1e-5, [110, 34]), /this one has 3 numbers/);
});

test("errors do not grow along a long arc", () => {
  const steps = Array.from({ length: 200_000 }, (_, i) => (i % 4 < 2 ? 1 : -1));
  const decoded = decodeArc(steps, 1e-5, [110, 34]);
  assert.deepEqual(decoded[decoded.length - 1], [110, 34]);
});
