import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAt, decodePositions, textAt } from "./decode";

const PACKING = { origin: [110, 34] as [number, number], scale: 2 };

test("steps add up from the origin", () => {
  const decoded = decodePositions([0, 0, 2, 1, -1, 3], PACKING);
  assert.deepEqual([...decoded], [110, 34, 111, 34.5, 110.5, 36]);
});

test("nothing gives nothing; half a pair is refused, naming the count", () => {
  assert.equal(decodePositions([], PACKING).length, 0);
  assert.throws(() => decodePositions([1, 2, 3], PACKING), /here are 3 numbers/);
});

test("errors do not grow along a long line", () => {
  const steps = Array.from({ length: 200_000 }, (_, i) => (i % 4 < 2 ? 1 : -1));
  const decoded = decodePositions(steps, { origin: [110, 34], scale: 1e5 });
  assert.deepEqual([...decoded.slice(-2)], [110, 34]);
});

test("cells as they are and dictionary-coded; what is not known is null and empty text", () => {
  const coded = { values: ["a", 7, null], index: [0, 1, 1, 2] };
  assert.deepEqual([0, 1, 2, 3, 4].map((i) => cellAt(coded, i)), ["a", 7, 7, null, null]);
  assert.equal(cellAt(["x", null], 1), null);
  assert.equal(cellAt(undefined, 0), null);
  assert.equal(textAt(coded, 1), "7");
  assert.equal(textAt(coded, 3), "");
});
