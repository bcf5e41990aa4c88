import assert from "node:assert/strict";
import { test } from "node:test";

import cases from "../../../tests/data/timeline.json";
import type { Payload, Status } from "../payload";
import { statusIn, yearOf } from "./timeline";

const TEXT = { zh: "", en: "" };
const DOCUMENTS: Payload["documents"] = Object.fromEntries(
  Object.entries(cases.documents).map(([id, date]) => [id, { title: TEXT, number: TEXT, issuer: TEXT, date }]),
);

for (const [date, year] of cases.dates) {
  test(`the year of "${date ?? ""}"`, () => {
    assert.equal(yearOf(String(date)), year);
  });
}

// The cases that `tests/domain/test_timeline.py` puts to the rule for frames.
for (const feature of cases.features) {
  test(feature.name, () => {
    const mentions = (feature.mentions as [string, Status | ""][]).map(([document, status]) => ({
      document, status, quote: "",
    }));
    const dated = { status: feature.status as Status | "", statusDate: feature.status_date, mentions };
    const told = Object.keys(feature.years).map((year) => [year, statusIn(Number(year), dated, DOCUMENTS)]);
    assert.deepEqual(Object.fromEntries(told), feature.years);
  });
}
