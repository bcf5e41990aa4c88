import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, readHash, writeHash, type Address } from "./hash";
import type { State } from "./state";

const START: State = {
  lang: "zh", visible: new Set(["a", "b"]), hiddenClasses: new Set(), hiddenStatus: new Set(),
  hiddenPosition: new Set(), year: null, query: "", selection: null, choropleth: "", basemap: "", table: false,
};

test("an address says everything and is read back the same", () => {
  const address: Address = {
    view: { zoom: 8.25, center: [112.5, 37.8] }, lang: "en", visible: ["a", "层,=&"], hiddenClasses: ["a:大 小"],
    hiddenStatus: ["planned"], hiddenPosition: ["inexact"], year: 2027, query: "太原 & co", selection: "a/x/y",
    choropleth: "population", basemap: "osm", table: true,
  };
  assert.deepEqual(readHash(`#${writeHash(address)}`), address);
});

test("only what differs from the start is written; the start is an empty address", () => {
  assert.equal(writeHash(addressOf(START, START, undefined, "")), "");
  const state = { ...START, visible: new Set<string>(), year: 2020 };
  assert.equal(writeHash(addressOf(state, START, undefined, "")), "l=&y=2020");
  assert.deepEqual(readHash("l=&y=2020"), { visible: [], year: 2020 });
});

test("nonsense is left out", () => {
  assert.deepEqual(readHash("#m=x/y/z&lang=fr&y=soon&t=2&&=&q=%E0%A4%A"), { query: "" });
  assert.deepEqual(readHash("#m=7/99/112"), {});
  assert.deepEqual(readHash("#map_abc"), {});
});
