import assert from "node:assert/strict";
import { test } from "node:test";

import { entry, normalise, search } from "./search";

const named = (name: string, more: { en: string; pinyin: string; initials: string; code: string }, group = "stations") =>
  entry(
    { group, target: name, name, priority: 0 },
    { names: [name, more.en], pinyin: more.pinyin, initials: more.initials, codes: [more.code] },
  );

const ENTRIES = [
  named("太原南站", { en: "Taiyuan South Station", pinyin: "tai yuan nan zhan", initials: "tynz", code: "station-a" }),
  named("太原站", { en: "Taiyuan Station", pinyin: "tai yuan zhan", initials: "tyz", code: "station-b" }),
  named("大同南站", { en: "Datong South Station", pinyin: "da tong nan zhan", initials: "dtnz", code: "station-c" }),
  named("太原市", { en: "Taiyuan City", pinyin: "tai yuan shi", initials: "tys", code: "140100" }, "units"),
];

const names = (text: string) => search(ENTRIES, text, 10).flatMap((group) => group.hits.map((hit) => hit.entry.target));

test("Chinese, pinyin with and without spaces and accents, initials, English, code", () => {
  assert.equal(names("太原站")[0], "太原站");
  for (const text of ["tai yuan zhan", "taiyuanzhan", "Tài yuán zhàn", "TAIYUANZHAN", "tyz", "Taiyuan Station"]) {
    assert.equal(names(text)[0], "太原站", text);
  }
  assert.equal(names("140100")[0], "太原市");
});

test("the whole comes before the start, the start of a word before the inside", () => {
  const ranks = search(ENTRIES, "nan", 10).flatMap((group) => group.hits.map((hit) => hit.rank));
  assert.deepEqual(ranks, [2, 2]);
  assert.deepEqual(search(ENTRIES, "tyz", 10)[0]?.hits.map((hit) => hit.rank), [0]);
});

test("groups keep together, the best first, and say how many more there are", () => {
  const groups = search(ENTRIES, "taiyuan", 1);
  assert.deepEqual(groups.map((group) => [group.group, group.hits.length, group.more]), [["units", 1, 0], ["stations", 1, 1]]);
});

test("shorter names come first among equals", () => {
  assert.deepEqual(names("太原").filter((name) => name.endsWith("站")), ["太原站", "太原南站"]);
});

test("nothing, spaces, and two Latin letters inside a word find nothing", () => {
  assert.deepEqual([names(""), names("  "), names("zzz"), names("on")], [[], [], [], []]);
});

test("normalising drops what cannot be typed or seen", () => {
  assert.equal(normalise("Lǚ\u200b liáng·“山”"), "luliang山");
});
