import assert from "node:assert/strict";
import { test } from "node:test";

import { wgs84From, wgs84To, type Datum } from "./datum";

/** What `sxgeo.crs.convert` gives, to the last bit it prints. */
const VECTORS: [Datum, [number, number], [number, number]][] = [
  ["gcj02", [116.404, 39.915], [116.41024449916938, 39.91640428150164]],
  ["gcj02", [112.549, 37.857], [112.5552974941261, 37.85752728006729]],
  ["gcj02", [113.3, 40.08], [113.30701677093141, 40.08119979233919]],
  ["gcj02", [110.5, 34.8], [110.5053507634518, 34.79898444391148]],
  ["bd09", [112.549, 37.857], [112.56168979387671, 37.86385558501364]],
  ["bd09", [110.5, 34.8], [110.51177458625554, 34.80522280730603]],
];

test("moves positions as the Python module does, within a nanodegree", () => {
  for (const [datum, [lon, lat], [toLon, toLat]] of VECTORS) {
    const [x, y] = wgs84To(lon, lat, datum);
    assert.ok(Math.abs(x - toLon) < 1e-9 && Math.abs(y - toLat) < 1e-9, `${datum} ${lon} ${lat}: ${x} ${y}`);
  }
});

test("comes back within a nanodegree", () => {
  for (const datum of ["gcj02", "bd09"] as const) {
    for (let lon = 110; lon <= 114.5; lon += 0.37) {
      const lat = 34.6 + (lon - 110) * 1.35;
      const [x, y] = wgs84From(...wgs84To(lon, lat, datum), datum);
      assert.ok(Math.abs(x - lon) < 1e-9 && Math.abs(y - lat) < 1e-9, `${datum} ${lon} ${lat}`);
    }
  }
});

test("the inverse of the Python module, within a nanodegree", () => {
  const [lon, lat] = wgs84From(116.404, 39.915, "gcj02");
  assert.ok(Math.abs(lon - 116.39775575457485) < 1e-9 && Math.abs(lat - 39.913596235609404) < 1e-9);
});

test("outside the rectangle, in WGS-84 and in CGCS2000 nothing moves", () => {
  assert.deepEqual(wgs84To(60, 37, "gcj02"), [60, 37]);
  assert.deepEqual(wgs84From(60, 37, "bd09"), [60, 37]);
  assert.deepEqual(wgs84To(112, 37, "cgcs2000"), [112, 37]);
  assert.deepEqual(wgs84From(112, 37, "wgs84"), [112, 37]);
});
