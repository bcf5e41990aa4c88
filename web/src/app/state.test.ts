import assert from "node:assert/strict";
import { test } from "node:test";

import { Store, toggled, type State } from "./state";

const START: State = {
  lang: "zh", visible: new Set(), hiddenClasses: new Set(), hiddenStatus: new Set(), hiddenPosition: new Set(),
  year: null, query: "", selection: null, choropleth: "", basemap: "", table: false,
};

test("listeners hear of what they asked for, in order, and only of real changes", () => {
  const store = new Store(START);
  const heard: string[] = [];
  store.on(["year"], (state) => heard.push(`first ${String(state.year)}`));
  store.on(["year", "lang"], (_, changed) => heard.push([...changed].join()));
  store.set({ year: 2020, lang: "zh" });
  store.set({ year: 2020 });
  store.set({ table: true });
  assert.deepEqual(heard, ["first 2020", "year"]);
});

test("toggling leaves the given set alone", () => {
  const set = new Set(["a"]);
  assert.deepEqual([...toggled(set, "b", true)], ["a", "b"]);
  assert.deepEqual([...toggled(set, "a", false)], []);
  assert.deepEqual([...set], ["a"]);
});
