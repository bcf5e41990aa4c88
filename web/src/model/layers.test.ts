import assert from "node:assert/strict";
import { test } from "node:test";

import { anchorNear } from "../draw/anchor";
import { groupPoints } from "../draw/features";
import { hitTest } from "../draw/hit";
import { worldX, worldY } from "../geo/mercator";
import { examplePayload } from "./fixture";
import { featureOf } from "./geojson";
import { buildLayers, type LayerModel } from "./layers";
import { compareCells, shownRows, sortRows } from "./rows";
import { Units } from "./units";
import { featuresWithin } from "./within";

function layers(): [LayerModel, LayerModel] {
  const [marks, shapes] = buildLayers(examplePayload());
  marks!.project("wgs84");
  shapes!.project("wgs84");
  return [marks!, shapes!];
}

test("names fall back to the other language, then to the id", () => {
  const [marks] = layers();
  assert.deepEqual([0, 1, 2].map((i) => marks.name(i, "en")), ["A", "乙", "C"]);
  assert.equal(marks.find("b"), 1);
  assert.equal(marks.find("none"), -1);
});

test("GeoJSON of every kind, rings closed, in the packed positions", () => {
  const [marks, shapes] = layers();
  assert.deepEqual(featureOf(marks, 1).geometry, { type: "Point", coordinates: [111, 34.5] });
  assert.equal(featureOf(marks, 0).properties["status"], "operating");
  assert.deepEqual(featureOf(shapes, 0).geometry, { type: "LineString", coordinates: [[110, 34], [111, 35]] });
  assert.deepEqual(featureOf(shapes, 1).geometry, {
    type: "Polygon", coordinates: [[[110, 34], [111, 34], [111, 35], [110, 35], [110, 34]]],
  });
  assert.equal(featureOf(shapes, 2).geometry?.type, "MultiLineString");
});

test("a shifted basemap moves what is drawn, never what is downloaded", () => {
  const [marks] = layers();
  const before = marks.points.world[0]!;
  marks.project("gcj02");
  assert.ok(marks.points.world[0]! > before);
  assert.deepEqual(featureOf(marks, 1).geometry, { type: "Point", coordinates: [111, 34.5] });
});

test("what lies in a unit: by stated adcodes, else by position", () => {
  const payload = examplePayload();
  const units = new Units(payload);
  units.project("wgs84");
  const [marks] = layers();
  assert.deepEqual(featuresWithin(marks, units.byCode.get("1100")!, units), [0, 1]);
  assert.deepEqual(featuresWithin(marks, units.byCode.get("1000")!, units), [0, 1, 2]);
  delete marks.spec.columns["prefecture_adcodes"];
  // The point on the border between the two counts once: here to the east.
  assert.deepEqual(featuresWithin(marks, units.byCode.get("1200")!, units), [1, 2]);
  assert.deepEqual(featuresWithin(marks, units.byCode.get("1100")!, units), [0]);
});

test("groups count every shown point once and stand in their middle", () => {
  const [marks] = layers();
  marks.shown[2] = 0;
  const groups = groupPoints(marks, 256, [0, 0, 256, 256]);
  assert.deepEqual(groups.map((group) => group.count), [2]);
  assert.ok(Math.abs(groups[0]!.x - worldX(110.75)) < 1e-9);
  assert.equal(groupPoints(marks, 1e-3, [0, 0, 256, 256]).length, 2);
  const [x, y] = [worldX(110.5), worldY(34.5)];
  assert.deepEqual(groupPoints(marks, 1e-3, [x, y, x, y]).map((group) => group.point), [0]);
});

test("a hit finds the mark before the line below it, and the line within reach only", () => {
  const [marks, shapes] = layers();
  const drawn = [{ layer: shapes, groups: [] }, { layer: marks, groups: [] }];
  const at = (lon: number, lat: number) => {
    const hit = hitTest(drawn, { x: worldX(lon), y: worldY(lat), zoom: 8, grace: 3 });
    return hit?.kind === "feature" ? `${hit.layer.id}/${hit.feature}` : hit;
  };
  assert.equal(at(110.5, 34.5), "marks/0");
  assert.equal(at(110.8, 34.802), "shapes/0");
  assert.equal(at(110.9, 34.2), "shapes/1");
  assert.equal(at(111.9, 34.9), null);
  marks.shown[0] = 0;
  assert.equal(at(110.5, 34.502), "shapes/0");
});

test("a popup points at the mark, or at the line where one looked", () => {
  const [marks, shapes] = layers();
  assert.deepEqual(anchorNear(marks, 1, [0, 0]), [worldX(111), worldY(34.5)]);
  const [x] = anchorNear(shapes, 0, [worldX(110.5), worldY(34.5)])!;
  assert.ok(Math.abs(x - worldX(110.5)) < 0.01);
});

test("rows sort as read, what is not known last both ways", () => {
  const [marks] = layers();
  const rows = shownRows([marks], () => true);
  const cell = (row: { feature: number }, column: string) => marks.cell(column, row.feature);
  const order = (descending: boolean) =>
    sortRows(rows, { column: "status_date", descending }, cell, new Intl.Collator("zh")).map((row) => row.feature);
  assert.deepEqual(order(false), [1, 0, 2]);
  assert.deepEqual(order(true), [0, 1, 2]);
  assert.ok(compareCells(2, 10, new Intl.Collator("en")) < 0);
});
