import assert from "node:assert/strict";
import { test } from "node:test";

import { latAt, lonAt, pixelsPerMetre, worldX, worldY } from "./mercator";

test("the world is a square of 256, north up", () => {
  assert.equal(worldX(-180), 0);
  assert.equal(worldX(0), 128);
  assert.ok(Math.abs(worldY(0) - 128) < 1e-9);
  assert.ok(Math.abs(worldY(85.0511287798066)) < 1e-6);
});

test("there and back", () => {
  assert.ok(Math.abs(latAt(worldY(37.857)) - 37.857) < 1e-10);
  assert.ok(Math.abs(lonAt(worldX(112.549)) - 112.549) < 1e-10);
});

test("a metre grows towards the pole and with the zoom", () => {
  assert.ok(Math.abs(pixelsPerMetre(0, 0) - 256 / 40_075_016.686) < 1e-12);
  assert.ok(Math.abs(pixelsPerMetre(60, 10) / pixelsPerMetre(0, 10) - 2) < 1e-9);
});
