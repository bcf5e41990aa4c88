import assert from "node:assert/strict";
import { test } from "node:test";

import { overlap, type Box } from "../geo/grid";
import { besideMark, Placer } from "./placer";

test("two thousand names in a crowd: those placed never overlap, lie inside and keep off the marks", () => {
  const placer = new Placer(800, 600);
  const marks: Box[] = [];
  let seed = 3;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const spots = Array.from({ length: 2000 }, () => [random() * 800, random() * 600] as const);
  for (const [x, y] of spots.slice(0, 300)) {
    const box: Box = [x - 5, y - 5, x + 5, y + 5];
    marks.push(box);
    placer.block(box);
  }
  const placed: Box[] = [];
  for (const [x, y] of spots) {
    const box = placer.place(besideMark(x, y, 5, [48, 14]));
    if (box !== null) placed.push(box);
  }
  assert.ok(placed.length > 60, `${placed.length} placed`);
  for (const [i, box] of placed.entries()) {
    assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= 800 && box[3] <= 600);
    assert.ok(!marks.some((mark) => overlap(mark, box)));
    assert.ok(!placed.slice(i + 1).some((other) => overlap(other, box)));
  }
});

test("an important name may lie on a mark, never on a name", () => {
  const placer = new Placer(100, 100);
  placer.block([40, 40, 60, 60]);
  const box: Box = [30, 45, 70, 55];
  assert.equal(placer.place([box]), null);
  assert.deepEqual(placer.place([box], true), box);
  assert.equal(placer.place([box], true), null);
});

test("no name is cut by the edge of what is seen", () => {
  const placer = new Placer(100, 100, [20, 20, 80, 80]);
  assert.equal(placer.place([[70, 40, 90, 50]]), null);
  assert.deepEqual(placer.place([[70, 40, 90, 50], [60, 40, 80, 50]]), [60, 40, 80, 50]);
  assert.deepEqual(placer.place([[82, 40, 98, 50]]), [82, 40, 98, 50]);
});

test("the right of a mark comes first, and no place touches the mark", () => {
  const boxes = besideMark(50, 50, 6, [30, 12]);
  assert.ok(boxes[0]![0] > 56);
  for (const box of boxes) assert.ok(!overlap(box, [45, 45, 55, 55]), box.join());
});
