import assert from "node:assert/strict";
import { test } from "node:test";

import { mapName, wrapName } from "./names";

test("a closing remark stays off the map, a name that is all remark stays", () => {
  assert.equal(mapName("瓦日铁路（白文至安泽客运段）"), "瓦日铁路");
  assert.equal(mapName("（暂名）"), "（暂名）");
});

test("ten thousand letters become a short name", () => {
  assert.ok(mapName("山".repeat(10_000)).length < 40);
  assert.ok(mapName("山".repeat(10_000)).endsWith("…"));
});

test("short names stay whole, long ones break between words or Chinese letters", () => {
  assert.deepEqual(wrapName("太原中北高新区"), ["太原中北高新区"]);
  assert.deepEqual(wrapName("Linfen Economic Development Zone"), ["Linfen Economic", "Development Zone"]);
  const lines = wrapName("黄河一号旅游公路“0km”标志文化驿站");
  assert.equal(lines.length, 2);
  assert.equal(lines.join(""), "黄河一号旅游公路“0km”标志文化驿站");
});
