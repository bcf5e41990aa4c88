import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

import type { Lang, Payload } from "../payload";
import { examplePayload } from "../model/fixture";
import { Words } from "./words";

/** The tests run from `web/`, by npm or by the repository's test script from its root. */
function below(...parts: string[]): string {
  const here = process.cwd();
  return resolve(here.endsWith("web") ? join(here, "..") : here, ...parts);
}

/** `key = { zh = "…", en = "…" }`, one a line. */
function strings(): Map<string, { zh: string; en: string }> {
  const toml = readFileSync(below("maps", "strings.toml"), "utf8");
  const line = /^(\w+)\s*=\s*\{\s*zh\s*=\s*"((?:[^"\\]|\\.)*)",\s*en\s*=\s*"((?:[^"\\]|\\.)*)"\s*\}/gmu;
  return new Map([...toml.matchAll(line)].map((found) => [found[1]!, { zh: found[2]!, en: found[3]! }]));
}

const SOURCE = readFileSync(below("web", "src", "app", "words.ts"), "utf8");
const KEYS = [.../export type WordKey =([^;]*);/u.exec(SOURCE)![1]!.matchAll(/"(\w+)"/g)].map((found) => found[1]!);

test("every word of the page stands in maps/strings.toml, in both languages", () => {
  const known = strings();
  assert.ok(KEYS.length > 50);
  assert.deepEqual(KEYS.filter((key) => !known.get(key)?.zh || !known.get(key)?.en), []);
});

test("both languages fill in the same parts", () => {
  const parts = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((found) => found[0]).sort();
  const known = strings();
  for (const key of KEYS) {
    const text = known.get(key);
    assert.deepEqual(parts(text?.zh ?? ""), parts(text?.en ?? ""), key);
  }
});

test("no word is kept that no part of the page says", () => {
  const folder = below("web", "src");
  const sources = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith("words.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n") + SOURCE.slice(SOURCE.indexOf("export class Words"));
  assert.deepEqual(KEYS.filter((key) => !sources.includes(`"${key}"`)), []);
});

function words(lang: Lang): Words {
  const payload: Payload = { ...examplePayload(), strings: { rows_shown: { zh: "{n} 行", en: "{n} rows" } } };
  return new Words(payload, () => lang);
}

test("numbers, dates and lengths are written as the language writes them", () => {
  assert.equal(words("zh").t("rows_shown", { n: 12345 }), "12,345 行");
  assert.equal(words("en").date("2024-12-31"), "Dec 31, 2024");
  assert.equal(words("zh").date("2024-12"), "2024年12月");
  assert.equal(words("zh").date("2024"), "2024年");
  assert.equal(words("en").date("unknown"), "unknown");
  assert.equal(words("en").length(12_345), "12.35 km");
  assert.equal(words("zh").length(1500), "1,500米");
});

test("an amount has the unit of the language, English ones multiplied out", () => {
  const written = (value: number, zh: string, en: string) => [words("zh").amount(value, { zh, en }), words("en").amount(value, { zh, en })];
  assert.deepEqual(written(550, "亿元", "100 million CNY"), ["550 亿元", "55 billion CNY"]);
  assert.deepEqual(written(142.4, "亿公斤", "100 million kg"), ["142.4 亿公斤", "14.24 billion kg"]);
  assert.deepEqual(written(319, "万亩", "10,000 mu"), ["319 万亩", "3.19 million mu"]);
  assert.deepEqual(written(10.8, "万个", "10,000"), ["10.8 万个", "108,000"]);
  assert.deepEqual(written(11, "个", ""), ["11 个", "11"]);
  assert.deepEqual(written(49.7, "%", "%"), ["49.7%", "49.7%"]);
  assert.deepEqual(written(1161, "公里", "km"), ["1,161 公里", "1,161 km"]);
});

test("a text in one language stands in for the other; halves of a bilingual title are told apart", () => {
  assert.equal(words("en").text({ zh: "甲", en: "" }), "甲");
  assert.equal(words("zh").half("甲 / first"), "甲");
  assert.equal(words("en").half("甲 / first"), "first");
  assert.equal(words("en").half("one / two"), "one / two");
});
