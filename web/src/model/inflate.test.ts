import assert from "node:assert/strict";
import { test } from "node:test";

import type { Payload } from "../payload";
import { inflate, unpackNumbers } from "./inflate";

test("numbers of every length come back", () => {
  // 0, -1, 1, 63, -64, 64, 2^31 - 1, -2^31: bytes 00 01 02 7e 7f 8001 feffffff0f ffffffff0f
  assert.deepEqual(
    unpackNumbers("AAECfn+AAf7///8P/////w8="),
    [0, -1, 1, 63, -64, 64, 2147483647, -2147483648],
  );
  assert.deepEqual(unpackNumbers(""), []);
});

function layer(parts: object): Payload {
  return { layers: [parts] } as unknown as Payload;
}

test("short forms are written out", () => {
  const short = layer({
    symbol: { all: 2, count: 3 },
    columns: JSON.parse('{"a": {"values": ["x", "y"], "index": [0, 1, 0]}, "__proto__": {"values": [7, 8], "like": "a"}}') as object,
    geometry: { type: "points", packed: "AAEC" },
  });
  const [found] = inflate(short).layers;
  assert.deepEqual(found?.symbol, [2, 2, 2]);
  assert.deepEqual(found.geometry, { type: "points", coordinates: [0, -1, 1] });
  const own = Object.getOwnPropertyDescriptor(found.columns, "__proto__")?.value as unknown;
  assert.deepEqual(own, { values: [7, 8], index: [0, 1, 0] });
});

test("codes are unpacked and texts split, before columns that follow them", () => {
  const short = layer({
    symbol: [],
    columns: {
      coarse: { values: ["p", "q"], like: "fine" },
      fine: { values: ["x", "y"], packed: "AgAC" }, // 1, 0, 1
      name: { joined: "a|b|c", by: "|" },
    },
    geometry: { type: "mixed", features: [] },
  });
  assert.deepEqual(inflate(short).layers[0]?.columns, {
    fine: { values: ["x", "y"], index: [1, 0, 1] },
    name: ["a", "b", "c"],
    coarse: { values: ["p", "q"], index: [1, 0, 1] },
  });
});

test("what is written out already stays", () => {
  const long = { symbol: [0], columns: { a: [1] }, geometry: { type: "points", coordinates: [1, 2] } };
  assert.deepEqual(inflate(layer(long)).layers[0], long);
});

test("a pattern that is not there is named", () => {
  const broken = layer({ symbol: [], columns: { a: { values: [], like: "b" } }, geometry: { type: "mixed", features: [] } });
  assert.throws(() => inflate(broken), /No column b/);
});
