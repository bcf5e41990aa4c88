import assert from "node:assert/strict";
import { test } from "node:test";

import type { Mention, Payload } from "../payload";
import { historyText, newestFirst } from "./history";

const TEXT = { zh: "", en: "" };
const document = (date: string) => ({ title: TEXT, number: TEXT, issuer: TEXT, date });
const DOCUMENTS: Payload["documents"] = { plan: document("2021-04-09"), report: document("2025-01-17"), undated: document("") };
const PLAN: Mention = { document: "plan", status: "planned", quote: "建设甲" };
const REPORT: Mention = { document: "report", status: "operating", quote: "甲建成" };
const NAMED: Mention = { document: "plan", status: "", quote: "甲等" };

test("the newest document comes first, mentions of one document as they are", () => {
  assert.deepEqual(newestFirst([PLAN, NAMED, REPORT], DOCUMENTS), [REPORT, PLAN, NAMED]);
});

test("a history is one text: year, what was said, quote", () => {
  const words = { operating: "现状", planned: "规划" } as Record<string, string>;
  const telling = { documents: DOCUMENTS, status: (each: string) => words[each] ?? each };
  assert.equal(
    historyText([PLAN, NAMED, REPORT], { ...telling, lang: "zh" }),
    "2025 现状：甲建成｜2021 规划：建设甲｜2021：甲等",
  );
  assert.equal(historyText([PLAN], { ...telling, lang: "en" }), "2021 规划: 建设甲");
  assert.equal(historyText([{ document: "undated", status: "", quote: "甲" }], { ...telling, lang: "zh" }), "undated：甲");
  assert.equal(historyText([], { ...telling, lang: "zh" }), "");
});
