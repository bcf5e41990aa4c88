/** A small payload for the tests: two units sharing an arc, a layer of marks and one of mixed shapes. */

import type { Layer, Payload, SymbolSpec, Text } from "../payload";

const text = (zh: string, en = zh): Text => ({ zh, en });

export const MARK: SymbolSpec = {
  geometry: "point", color: "#8e2a80", fill: "#8e2a80", fill_opacity: 1, shape: "star", size: 9, width: 1.2,
  dash: [], band_width: 0, band_opacity: 0,
};
export const LINE: SymbolSpec = { ...MARK, geometry: "line", fill: "", size: 0, width: 2 };

function layer(id: string, rest: Partial<Layer>): Layer {
  return {
    id, theme: "one", title: text(id), description: text(""), visible: true, label: true, priority: 0,
    symbols: [MARK], legend: [], fields: [], symbol: [], classes: [], columns: {},
    geometry: { type: "points", coordinates: [] }, ...rest,
  };
}

/** Grid of half degrees from 110 E 34 N. */
export function examplePayload(): Payload {
  const marks = layer("marks", {
    symbol: [0, 0, 0], classes: ["big", "small", "small"],
    columns: {
      id: ["a", "b", "c"], name: ["甲", "乙", "丙"], name_en: ["A", "", "C"], pinyin: ["jia", "yi", "bing"],
      initials: ["j", "y", "b"], status: { values: ["operating", "planned"], index: [0, 1, 0] },
      status_date: ["2024", "2021", ""], position_status: ["sourced", "schematic", "proxy"],
      prefecture_adcodes: ["1100", "1100|1200", "1200"],
    },
    mentions: [[{ document: "plan", status: "planned", quote: "…" }], [], []],
    geometry: { type: "points", coordinates: [1, 1, 1, 0, 1, 0] },
  });
  const shapes = layer("shapes", {
    symbols: [LINE, { ...LINE, geometry: "area", fill: "#8e2a80" }], symbol: [0, 1, 0], classes: ["", "", ""],
    columns: { id: ["line", "area", "parts"], name: ["线", "面", "段"], name_en: ["", "", ""], pinyin: ["", "", ""], initials: ["", "", ""] },
    geometry: {
      type: "mixed",
      features: [
        { type: "line", parts: [[0, 0, 2, 2]] },
        { type: "area", polygons: [[[0, 0, 2, 0, 0, 2, -2, 0]]] },
        { type: "line", parts: [[0, 0, 1, 0], [0, 1, 1, 0]] },
      ],
    },
  });
  const unit = (adcode: string, level: string, parent: string, polygons: number[][][]) => ({
    adcode, level, parent, name: text(adcode), pinyin: "", initials: "", population: null, area_km2: 1,
    label: [111, 35] as [number, number], polygons,
  });
  return {
    version: 1, id: "example", title: text("例"), description: text(""), language: "zh",
    extent: [110, 34, 112, 35], focus: "", edition: "2026", compliance: { zh: [], en: [] }, strings: {},
    labels: { status: {}, position_status: {}, datum: {}, columns: {}, licence: {} } as unknown as Payload["labels"],
    documents: { plan: { title: text("规划"), number: text(""), issuer: text(""), date: "2021-04" } },
    sources: {}, boundary_style: {}, packing: { origin: [110, 34], scale: 2 },
    // Two squares of one degree: the middle arc, then the left and the right hand around.
    arcs: [[2, 0, 0, 2], [2, 2, -2, 0, 0, -2, 2, 0], [2, 0, 2, 0, 0, 2, -2, 0]],
    borders: { part: [0], whole: [1, 2] },
    units: [
      unit("1000", "whole", "", [[[1, 2]]]),
      unit("1100", "part", "1000", [[[0, 1]]]),
      unit("1200", "part", "1000", [[[2, ~0]]]),
    ],
    themes: [{ id: "one", title: text("一"), layers: ["marks", "shapes"] }],
    layers: [marks, shapes], choropleths: [], basemaps: [],
  };
}
