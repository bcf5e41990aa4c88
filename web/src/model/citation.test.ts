import assert from "node:assert/strict";
import { test } from "node:test";

import { innerQuotes, linkRuns, parseCitations } from "./citation";

test("citations with and without a place in the source", () => {
  assert.deepEqual(parseCitations("osm-stations-2025 [太原南]; openflights"), [
    { id: "osm-stations-2025", locator: "太原南" },
    { id: "openflights", locator: "" },
  ]);
  assert.deepEqual(parseCitations(" ; "), []);
});

test("only http and https become links", () => {
  const hrefs = (text: string) => linkRuns(text).map((run) => run.href).filter((href) => href !== null);
  assert.deepEqual(hrefs("见 https://example.org/a?b=1，及 http://example.org。"), ["https://example.org/a?b=1", "http://example.org/"]);
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc", "java\nscript:x", "www.example.org"]) {
    assert.deepEqual(hrefs(text), [], text);
  }
});

test("the runs together are the text", () => {
  const text = "a https://example.org b http://[bad c";
  assert.equal(linkRuns(text).map((run) => run.text).join(""), text);
});

test("quotation marks in a quote become single, and single ones double", () => {
  assert.equal(innerQuotes("实施“五水综改”，‘甲’"), "实施‘五水综改’，“甲”");
});
