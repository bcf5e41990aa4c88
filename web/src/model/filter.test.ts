import assert from "node:assert/strict";
import { test } from "node:test";

import { applyFilters, classKey, Looks, type Filters } from "./filter";
import { examplePayload, MARK } from "./fixture";
import { buildLayers } from "./layers";

const ALL: Filters = { hiddenClasses: new Set(), hiddenStatus: new Set(), hiddenPosition: new Set(), year: null, query: "" };
const DASHES = { operating: [], under_construction: [4, 2], starting: [2, 2], planned: [1, 2], concept: [0.2, 2] };

function shown(filters: Partial<Filters>): { shown: number[]; dashes: number[][] } {
  const payload = examplePayload();
  const [layer] = buildLayers(payload);
  applyFilters(layer!, { ...ALL, ...filters }, payload.documents, new Looks(DASHES));
  return { shown: [...layer!.shown], dashes: layer!.looks.map((look) => look.dash) };
}

test("without filters all is shown", () => {
  assert.deepEqual(shown({}).shown, [1, 1, 1]);
});

test("a class, a status, a kind of position, a name", () => {
  assert.deepEqual(shown({ hiddenClasses: new Set([classKey("marks", "small")]) }).shown, [1, 0, 0]);
  assert.deepEqual(shown({ hiddenStatus: new Set(["operating"]) }).shown, [0, 1, 0]);
  assert.deepEqual(shown({ hiddenPosition: new Set(["inexact"]) }).shown, [1, 0, 0]);
  assert.deepEqual(shown({ query: " BING " }).shown, [0, 0, 1]);
});

test("an earlier year shows the status of then, in its pattern", () => {
  const then = shown({ year: 2022 });
  assert.deepEqual(then.shown, [1, 1, 1]);
  assert.deepEqual(then.dashes[0], DASHES.planned);
  assert.deepEqual(shown({ year: 2020 }).shown, [0, 0, 1]);
  assert.deepEqual(shown({ year: 2022, hiddenStatus: new Set(["planned"]) }).shown, [0, 0, 1]);
});

test("the same look and status give the same object, so it is drawn once and copied", () => {
  const looks = new Looks(DASHES);
  assert.equal(looks.with(MARK, "planned"), looks.with(MARK, "planned"));
  assert.equal(looks.with(MARK, ""), MARK);
});
