/** Administrative units: a tree by `parent`, their rings made of shared arcs. */

import type { Datum } from "../geo/datum";
import { overlap, union, type Box } from "../geo/grid";
import { worldX, worldY } from "../geo/mercator";
import { wgs84To } from "../geo/datum";
import type { Payload, Unit } from "../payload";
import { decodePositions } from "./decode";
import { Path } from "./path";

export class UnitModel {
  box: Box = [0, 0, 0, 0];
  /** Where its name stands, world units. */
  label: readonly [number, number] = [0, 0];
  readonly children: UnitModel[] = [];

  /** @param depth 0 for the whole region, 1 for its parts, and so on. */
  constructor(
    readonly spec: Unit,
    readonly depth: number,
  ) {}
}

export class Units {
  readonly all: UnitModel[];
  readonly byCode: Map<string, UnitModel>;
  readonly arcs: Path[];
  /** Border arcs by level, as in the payload: coarse levels first. */
  readonly borders: { level: string; depth: number; arcs: Path[] }[];

  constructor(payload: Payload) {
    this.arcs = payload.arcs.map((ints) => new Path(decodePositions(ints, payload.packing)));
    const specs = new Map(payload.units.map((unit) => [unit.adcode, unit]));
    const depthOf = (unit: Unit): number => {
      const parent = specs.get(unit.parent);
      return parent === undefined || parent === unit ? 0 : 1 + depthOf(parent);
    };
    this.all = payload.units.map((unit) => new UnitModel(unit, depthOf(unit)));
    this.byCode = new Map(this.all.map((unit) => [unit.spec.adcode, unit]));
    for (const unit of this.all) this.byCode.get(unit.spec.parent)?.children.push(unit);
    const depthOfLevel = new Map(this.all.map((unit) => [unit.spec.level, unit.depth]));
    this.borders = Object.entries(payload.borders)
      .map(([level, arcs]) => ({
        level,
        depth: depthOfLevel.get(level) ?? 0,
        arcs: arcs.map((arc) => this.arcs[arc]!),
      }))
      .sort((a, b) => a.depth - b.depth);
  }

  project(datum: Datum): void {
    for (const arc of this.arcs) arc.project(datum);
    for (const unit of this.all) {
      const boxes = unit.spec.polygons.flatMap((rings) => (rings[0] ?? []).map((arc) => this.arc(arc).box));
      unit.box = boxes.reduce<Box>(union, [Infinity, Infinity, -Infinity, -Infinity]);
      const [lon, lat] = wgs84To(unit.spec.label[0], unit.spec.label[1], datum);
      unit.label = [worldX(lon), worldY(lat)];
    }
  }

  /** Units of one depth, in the payload's order. */
  atDepth(depth: number): UnitModel[] {
    return this.all.filter((unit) => unit.depth === depth);
  }

  /** Arc of a signed index: `~i` is arc `i` backwards. */
  arc(index: number): Path {
    return this.arcs[index < 0 ? ~index : index]!;
  }

  /** Every vertex of a ring at a zoom, in order; where two arcs meet the vertex comes once. */
  walk(ring: readonly number[], zoom: number, visit: (x: number, y: number, first: boolean) => void): void {
    let first = true;
    for (const index of ring) {
      const line = this.arc(index).at(zoom);
      const count = line.length / 2;
      for (let k = first ? 0 : 1; k < count; k += 1) {
        const i = index < 0 ? count - 1 - k : k;
        visit(line[2 * i]!, line[2 * i + 1]!, first);
        first = false;
      }
    }
  }

  /** Whether a world position lies in a unit (even-odd over all rings). */
  contains(unit: UnitModel, x: number, y: number, zoom: number): boolean {
    if (!overlap(unit.box, [x, y, x, y])) return false;
    let inside = false;
    for (const ring of unit.spec.polygons.flat()) {
      let [lastX, lastY] = [0, 0];
      this.walk(ring, zoom, (px, py, first) => {
        if (!first && py > y !== lastY > y && x < ((lastX - px) * (y - py)) / (lastY - py) + px) {
          inside = !inside;
        }
        [lastX, lastY] = [px, py];
      });
    }
    return inside;
  }

  /** The unit of a depth at a world position. */
  at(depth: number, x: number, y: number, zoom: number): UnitModel | undefined {
    return this.atDepth(depth).find((unit) => this.contains(unit, x, y, zoom));
  }
}
