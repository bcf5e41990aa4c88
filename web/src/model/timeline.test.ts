/** The rule of the time slider, with the cases that the Python tests read too. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { Payload, Status } from "../payload";
import { statusIn, yearOf } from "./timeline";

interface Cases {
  dates: [date: string, year: number | null][];
  documents: Record<string, string>;
  features: {
    name: string;
    status: Status | "";
    status_date: string;
    mentions: [document: string, status: Status | ""][];
    years: Record<string, Status | "" | null>;
  }[];
}

// The tests run from web/ (npm) or from the checkout.
const file = ["../tests/data/timeline.json", "tests/data/timeline.json"];
const cases = JSON.parse(read(file)) as Cases;

function read(paths: string[]): string {
  for (const path of paths) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      continue;
    }
  }
  throw new Error(`none of ${paths.join(", ")} can be read`);
}

const documents = Object.fromEntries(
  Object.entries(cases.documents).map(([id, date]) => [id, { date }]),
) as unknown as Payload["documents"];

test("years of dates", () => {
  for (const [date, year] of cases.dates) assert.equal(yearOf(date), year, date);
});

for (const feature of cases.features) {
  test(feature.name, () => {
    const mentions = feature.mentions.map(([document, status]) => ({ document, status, quote: "" }));
    const dated = { status: feature.status, statusDate: feature.status_date, mentions };
    for (const [year, expected] of Object.entries(feature.years)) {
      assert.equal(statusIn(Number(year), dated, documents), expected, year);
    }
  });
}
