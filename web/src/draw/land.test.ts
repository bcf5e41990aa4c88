import assert from "node:assert/strict";
import { test } from "node:test";

import type { Choropleth } from "../payload";
import { choroplethColor } from "./land";
import { darker } from "./labels";
import { shortCount } from "./features";

const text = { zh: "", en: "" };
const CHOROPLETH: Choropleth = {
  id: "c", title: text, level: "part", unit: text, values: { a: 1, b: 10, c: 11, d: null },
  breaks: [1, 10, 100], ranges: ["≤ 1", "> 1 – 10", "> 10 – 100"], colors: ["#111111", "#222222", "#333333"], missing_color: "#999999", note: text,
};

test("a value on a break belongs to the class it closes; no value has its own colour", () => {
  const colors = ["a", "b", "c", "d", "e"].map((code) => choroplethColor(CHOROPLETH, code));
  assert.deepEqual(colors, ["#111111", "#222222", "#333333", "#999999", "#999999"]);
});

test("a value above the last break keeps the last colour", () => {
  assert.equal(choroplethColor({ ...CHOROPLETH, values: { a: 1e9 } }, "a"), "#333333");
});

test("names wear a darker cousin of their symbol's colour; counts stay short", () => {
  assert.equal(darker("#ff8000", 0.5), "rgb(128,64,0)");
  assert.deepEqual([999, 1500, 23_456].map(shortCount), ["999", "1.5k", "23k"]);
});
