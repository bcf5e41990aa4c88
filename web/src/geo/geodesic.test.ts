import assert from "node:assert/strict";
import { test } from "node:test";

import { direct, inverse, pathLength, ringArea, type Position } from "./geodesic";

/** From PROJ's geodesic routines (Karney), WGS-84. */
const RINGS: [ring: Position[], squareMetres: number][] = [
  [[[112, 37], [113, 37], [113, 38], [112, 38]], 9813924696.872986],
  [[[110.3, 34.6], [114.5, 35], [114, 40.7], [111, 39.5]], 187338564538.32892],
  [[[112, 37], [112.01, 37], [112.01, 37.01], [112, 37.01]], 987766.6930937767],
];

function near(found: number, wanted: number, tolerance: number): void {
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted} ± ${tolerance}`);
}

test("lengths within a tenth of a millimetre", () => {
  near(inverse([112, 37], [113, 37]).metres, 89011.262538352, 1e-4);
  near(inverse([110.23, 34.58], [114.57, 40.75]).metres, 784329.1004574872, 1e-4);
  near(inverse([112.5, 37.8], [112.5001, 37.8]).metres, 8.80704621536981, 1e-4);
  assert.equal(inverse([112, 37], [112, 37]).metres, 0);
});

test("a path is the sum of its legs", () => {
  near(pathLength([[112, 37], [113, 37], [113, 38]]), 199998.3, 0.1);
  assert.equal(pathLength([[112, 37]]), 0);
});

test("going so far on a bearing arrives where PROJ arrives", () => {
  const [lon, lat] = direct([112, 37], (40 * Math.PI) / 180, 250_000);
  near(lon, 113.84741651350811, 1e-9);
  near(lat, 38.711188355982934, 1e-9);
});

test("areas within a ten-millionth, whichever way the ring turns", () => {
  for (const [ring, wanted] of RINGS) {
    near(ringArea(ring), wanted, wanted * 1e-7);
    near(ringArea([...ring].reverse()), wanted, wanted * 1e-7);
  }
});
