import assert from "node:assert/strict";
import { test } from "node:test";

import { worldX, worldY } from "../geo/mercator";
import { examplePayload } from "./fixture";
import { Units } from "./units";

function units(): Units {
  const made = new Units(examplePayload());
  made.project("wgs84");
  return made;
}

test("the tree follows the parents, and borders come coarse first", () => {
  const made = units();
  assert.deepEqual(made.all.map((unit) => unit.depth), [0, 1, 1]);
  assert.deepEqual(made.all[0]?.children.map((unit) => unit.spec.adcode), ["1100", "1200"]);
  assert.deepEqual(made.borders.map((border) => [border.level, border.arcs.length]), [["whole", 2], ["part", 1]]);
});

test("a position lies in one of two neighbours that share an arc", () => {
  const made = units();
  const at = (lon: number, lat: number) => made.at(1, worldX(lon), worldY(lat), 15)?.spec.adcode;
  assert.equal(at(110.5, 34.5), "1100");
  assert.equal(at(111.5, 34.5), "1200");
  assert.equal(at(113, 34.5), undefined);
  assert.equal(made.at(0, worldX(111), worldY(34.5), 15)?.spec.adcode, "1000");
});

test("a ring is walked once around, each joint once, arcs backwards where marked", () => {
  const made = units();
  const seen: [number, number][] = [];
  made.walk([2, ~0], 15, (x, y) => seen.push([x, y]));
  assert.equal(seen.length, 5);
  assert.deepEqual(seen[0], seen[4]);
});

test("a basemap's datum moves arcs, boxes and names together", () => {
  const made = units();
  const before = { box: made.all[0]!.box, label: made.all[0]!.label };
  made.project("gcj02");
  assert.ok(made.all[0]!.box[0] > before.box[0]);
  assert.ok(made.all[0]!.label[0] > before.label[0]);
});
