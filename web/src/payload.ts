/**
 * The data a page carries: one JSON document in a non-executing script block (`id="sxgeo-data"`).
 * Written by `sxgeo/render/web/payload.py`; both sides are tested against the same example.
 *
 * Coordinates are WGS-84. Packed coordinates are integers: `lon = origin[0] + x / scale`,
 * `lat = origin[1] + y / scale`; within one arc, line, ring or point list every pair after the first is
 * the difference from the pair before.
 */

export type Lang = "zh" | "en";
export interface Text { zh: string; en: string }
export type Bounds = [west: number, south: number, east: number, north: number];
export type Status = "operating" | "under_construction" | "starting" | "planned" | "concept";
export type PositionStatus = "sourced" | "derived" | "proxy" | "unverified" | "schematic";

/** One look. Lengths are points; a CSS pixel is 3/4 point. `dash` is in multiples of `width`. */
export interface SymbolSpec {
  geometry: "point" | "line" | "area";
  color: string;
  fill: string;
  fill_opacity: number;
  shape: string;
  size: number;
  width: number;
  dash: number[];
  band_width: number;
  band_opacity: number;
}

export interface LegendEntry {
  kind: "class" | "status" | "position";
  key: string;
  label: Text;
  symbol: SymbolSpec;
  count: number;
}

/** One row of every popup of a layer: the column it shows and how the value is written. */
export interface Field {
  name: string;
  label: Text;
  kind:
    | "text" | "number" | "integer" | "date" | "figure" | "status" | "position" | "accuracy"
    | "document" | "quote" | "citation" | "datum";
  unit: Text;
}

/**
 * A column of cells. Null is "not known"; a column of which nothing is known is left out.
 *
 * As they are; or dictionary-coded where few values repeat (an empty `index`: every cell is `values[0]`);
 * or counted, where a table's rows are numbered (`first`, `first + 1` …).
 */
export type Cell = string | number | null;
export type Column = Cell[] | { values: Cell[]; index: number[] } | { first: number };

/** `points`: one position a feature. `lines`: parts → packed coordinates. `areas`: polygons → rings. */
export type Geometry =
  | { type: "points"; coordinates: number[] }
  | { type: "mixed"; features: FeatureGeometry[] };
export type FeatureGeometry =
  | { type: "point"; coordinates: number[] }
  | { type: "line"; parts: number[][] }
  | { type: "area"; polygons: number[][][] };

/** What a document said of a feature, newest first. `status` may be empty. */
export interface Mention {
  document: string;
  status: Status | "";
  quote: string;
}

/** A name a document gives and nobody could place: told beside the layer, drawn nowhere. */
export interface Unplaced {
  name: string;
  document: string;
  quote: string;
  reason: Text;
}

export interface Layer {
  id: string;
  theme: string;
  title: Text;
  description: Text;
  /** SPDX expression; `check --publish` reads it. */
  licence?: string;
  visible: boolean;
  label: boolean;
  priority: number;
  symbols: SymbolSpec[];
  legend: LegendEntry[];
  fields: Field[];
  /** Feature → index into `symbols`, and feature → class key. */
  symbol: number[];
  classes: string[];
  /** Columns by name; `id`, `name`, `name_en`, `pinyin` (full, spaced), `initials` are always there. */
  columns: Record<string, Column>;
  /** One list a feature; absent where a layer has none (a user's table). */
  mentions?: Mention[][];
  unplaced?: Unplaced[];
  geometry: Geometry;
}

export interface Unit {
  adcode: string;
  level: string;
  parent: string;
  name: Text;
  pinyin: string;
  initials: string;
  population: number | null;
  area_km2: number;
  /** Where its name stands, degrees. */
  label: [number, number];
  /** Polygons → rings → arcs; `~i` is arc `i` backwards. */
  polygons: number[][][];
}

/** A map of numbers by unit: `breaks` are the upper bounds of the classes, `ranges` say them, `colors` one a class. */
export interface Choropleth {
  id: string;
  title: Text;
  level: string;
  unit: Text;
  values: Record<string, number | null>;
  breaks: number[];
  ranges: string[];
  colors: string[];
  missing_color: string;
  note: Text;
}

/** A number of the whole province with the phrase that gives it; shown in the panel, never drawn. */
export interface ProvinceFigure {
  theme: string;
  name: Text;
  value: number;
  unit: Text;
  year: string;
  document: string;
  quote: string;
}

/** Tiles under the map. `datum` decides where our data is drawn; absent from a page unless asked for. */
export interface Basemap {
  id: string;
  title: Text;
  url: string;
  subdomains: string[];
  datum: "wgs84" | "cgcs2000" | "gcj02" | "bd09";
  attribution: string;
  min_zoom: number;
  max_zoom: number;
}

export interface BoundaryStyle {
  color?: string;
  width?: number;
  fill?: string;
  halo?: string;
}

export interface Payload {
  version: 1;
  id: string;
  title: Text;
  description: Text;
  language: Lang;
  extent: Bounds;
  focus: string;
  edition: string;
  compliance: { zh: string[]; en: string[] };
  strings: Record<string, Text>;
  labels: {
    status: Record<Status, Text>;
    position_status: Record<PositionStatus, Text>;
    datum: Record<string, Text>;
    columns: Record<string, Text>;
    /** Of terms that have no name of their own. */
    licence: Record<string, Text>;
  };
  documents: Record<
    string,
    { title: Text; number: Text; issuer: Text; date: string }
  >;
  sources: Record<
    string,
    {
      title: string; publisher: string; locator: string; licence: string;
      datum: string; vintage: string; accuracy: string;
      /** What a map that shows it must say, and `compliance` says; absent where its terms ask for nothing. */
      attribution?: string;
    }
  >;
  boundary_style: Record<string, BoundaryStyle>;
  /** `theme.status_dash`: a feature drawn in an earlier year wears the pattern of its status then. */
  status_dash?: Record<Status, number[]>;
  /** First and last year of the time slider; 2015 to 2035 where absent. */
  years?: [first: number, last: number];
  packing: { origin: [number, number]; scale: number };
  arcs: number[][];
  /** Arcs by the coarsest level they bound: level → arc indices (an arc stands in one list only). */
  borders: Record<string, number[]>;
  units: Unit[];
  themes: { id: string; title: Text; layers: string[] }[];
  layers: Layer[];
  choropleths: Choropleth[];
  /** Absent where the documents count nothing in the themes shown. */
  figures?: ProvinceFigure[];
  basemaps: Basemap[];
}
