import assert from "node:assert/strict";
import { test } from "node:test";

import type { Payload, Status } from "../payload";
import { statusIn, yearOf } from "./timeline";

const TEXT = { zh: "", en: "" };
const document = (date: string) => ({ title: TEXT, number: "", issuer: TEXT, date });
const DOCUMENTS: Payload["documents"] = {
  plan: document("2021-04-09"), report: document("2023-01"), later: document("2025"),
};
const said = (id: string, status: Status | "") => ({ document: id, status, quote: "" });

test("years of dates as exact as they are given", () => {
  assert.deepEqual(["2024", "2024-12", "2024-12-31", "", "soon", "20241"].map(yearOf), [2024, 2024, 2024, null, null, null]);
});

test("without a date a feature always shows, as it is", () => {
  const feature = { status: "operating" as const, statusDate: "", mentions: [] };
  assert.equal(statusIn(2015, feature, DOCUMENTS), "operating");
});

test("from its date on it has its status; before, it is not there", () => {
  const feature = { status: "operating" as const, statusDate: "2024-12-31", mentions: [] };
  assert.equal(statusIn(2024, feature, DOCUMENTS), "operating");
  assert.equal(statusIn(2035, feature, DOCUMENTS), "operating");
  assert.equal(statusIn(2023, feature, DOCUMENTS), null);
});

test("before its date it shows what the newest document up to then said", () => {
  const mentions = [said("later", "operating"), said("report", "under_construction"), said("plan", "planned")];
  const feature = { status: "operating" as const, statusDate: "2024", mentions };
  const seen = [2020, 2021, 2022, 2023, 2024].map((year) => statusIn(year, feature, DOCUMENTS));
  assert.deepEqual(seen, [null, "planned", "planned", "under_construction", "operating"]);
});

test("a document that only names it, or has no known date, says nothing", () => {
  const mentions = [said("report", ""), said("unheard", "planned")];
  const feature = { status: "operating" as const, statusDate: "2024", mentions };
  assert.equal(statusIn(2023, feature, DOCUMENTS), null);
});
