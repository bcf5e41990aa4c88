/** A layer ready to draw: typed positions, features by number, and which of them are shown now. */

import type { Datum } from "../geo/datum";
import { PointGrid, union, type Box } from "../geo/grid";
import type {
  Cell, FeatureGeometry, Lang, Layer, Mention, Payload, Status, SymbolSpec,
} from "../payload";
import { cellAt, decodePositions, textAt, type Packing } from "./decode";
import { Path, projectPositions } from "./path";

export const LIST_SEPARATOR = "|";

/** Marks: point `k` belongs to feature `owner[k]`. */
export interface Points {
  owner: Uint32Array;
  lonlat: Float64Array;
  world: Float64Array;
  grid: PointGrid;
}

export interface Line {
  owner: number;
  parts: Path[];
}

export interface Area {
  owner: number;
  polygons: Path[][];
}

export class LayerModel {
  readonly count: number;
  readonly points: Points;
  readonly lines: Line[] = [];
  readonly areas: Area[] = [];
  /** 1 where the filters and the year show a feature. */
  readonly shown: Uint8Array;
  /** Looks as drawn now: the payload's, or another status's pattern in an earlier year. */
  looks: SymbolSpec[] = [];

  constructor(
    readonly spec: Layer,
    packing: Packing,
  ) {
    this.count = spec.symbol.length;
    this.shown = new Uint8Array(this.count).fill(1);
    this.looks = spec.symbol.map((look) => spec.symbols[look]!);
    const marks: { owner: number; at: Float64Array }[] = [];
    const { geometry } = spec;
    if (geometry.type === "points") {
      this.points = {
        owner: Uint32Array.from({ length: this.count }, (_, i) => i),
        ...unplaced(decodePositions(geometry.coordinates, packing)),
      };
      return;
    }
    geometry.features.forEach((feature, owner) => {
      this.add(feature, owner, packing, marks);
    });
    const owner = Uint32Array.from(marks.flatMap((each) => Array<number>(each.at.length / 2).fill(each.owner)));
    this.points = { owner, ...unplaced(Float64Array.from(marks.flatMap((each) => [...each.at]))) };
  }

  get id(): string {
    return this.spec.id;
  }

  /** A feature's cell in a column. */
  cell(column: string, feature: number): Cell {
    return cellAt(this.spec.columns[column], feature);
  }

  /** The same as text; empty for "not known". */
  text(column: string, feature: number): string {
    return textAt(this.spec.columns[column], feature);
  }

  /** A feature's name in a language, falling back to the other and to its id. */
  name(feature: number, lang: Lang): string {
    const [zh, en] = [this.text("name", feature), this.text("name_en", feature)];
    return (lang === "zh" ? zh || en : en || zh) || this.text("id", feature);
  }

  status(feature: number): Status | "" {
    return this.text("status", feature) as Status | "";
  }

  mentions(feature: number): readonly Mention[] {
    return this.spec.mentions?.[feature] ?? [];
  }

  /** Number of the feature with an id, or -1. */
  find(id: string): number {
    for (let i = 0; i < this.count; i += 1) if (this.text("id", i) === id) return i;
    return -1;
  }

  /** Place everything for a basemap's datum. */
  project(datum: Datum): void {
    this.points.world = projectPositions(this.points.lonlat, datum);
    this.points.grid = new PointGrid(this.points.world);
    for (const path of this.paths()) path.project(datum);
  }

  /** Box of one feature in world units; null where it has no geometry. */
  box(feature: number): Box | null {
    const boxes: Box[] = [];
    const { owner, world } = this.points;
    for (let k = 0; k < owner.length; k += 1) {
      if (owner[k] !== feature) continue;
      const [x, y] = [world[2 * k]!, world[2 * k + 1]!];
      boxes.push([x, y, x, y]);
    }
    for (const line of this.lines) if (line.owner === feature) boxes.push(...line.parts.map((p) => p.box));
    for (const area of this.areas) {
      if (area.owner === feature) boxes.push(...area.polygons.flat().map((p) => p.box));
    }
    return boxes.length === 0 ? null : boxes.reduce(union);
  }

  private add(
    feature: FeatureGeometry,
    owner: number,
    packing: Packing,
    marks: { owner: number; at: Float64Array }[],
  ): void {
    const path = (ints: number[]) => new Path(decodePositions(ints, packing));
    if (feature.type === "point") marks.push({ owner, at: decodePositions(feature.coordinates, packing) });
    else if (feature.type === "line") this.lines.push({ owner, parts: feature.parts.map(path) });
    else this.areas.push({ owner, polygons: feature.polygons.map((rings) => rings.map(path)) });
  }

  private paths(): Path[] {
    return [
      ...this.lines.flatMap((line) => line.parts),
      ...this.areas.flatMap((area) => area.polygons.flat()),
    ];
  }
}

function unplaced(lonlat: Float64Array): Omit<Points, "owner"> {
  const world = new Float64Array(0);
  return { lonlat, world, grid: new PointGrid(world) };
}

/** Layers of a payload in its order. */
export function buildLayers(payload: Payload): LayerModel[] {
  return payload.layers.map((layer) => new LayerModel(layer, payload.packing));
}
