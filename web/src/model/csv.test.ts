import assert from "node:assert/strict";
import { test } from "node:test";

import { csvCell, csvText } from "./csv";

test("texts a spreadsheet would run stand behind an apostrophe", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\u200b=1", "|cmd", "%0"]) {
    assert.match(csvCell(text), /^"?'/, JSON.stringify(text));
  }
});

test("numbers stay numbers, even below zero; what is not known is empty", () => {
  assert.deepEqual([csvCell(-1.5), csvCell(0), csvCell(null), csvCell("太原")], ["-1.5", "0", "", "太原"]);
});

test("quotes, commas and line ends are quoted", () => {
  assert.equal(csvCell('a "b"'), '"a ""b"""');
  assert.equal(csvCell("a,b"), '"a,b"');
  assert.equal(csvCell("a\nb"), '"a\nb"');
});

test("a file opens in Excel: byte-order mark, CRLF", () => {
  assert.equal(csvText(["id", "名称"], [["a", "甲"], ["b", null]]), "\ufeffid,名称\r\na,甲\r\nb,\r\n");
});
