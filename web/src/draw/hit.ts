/** What lies under the pointer. */

import type { Box } from "../geo/grid";
import { overlap } from "../geo/grid";
import type { LayerModel } from "../model/layers";
import type { Group } from "./features";
import { groupRadius } from "./features";
import { PX } from "./frame";
import { markReach } from "./symbols";

export type Hit =
  | { kind: "feature"; layer: LayerModel; feature: number }
  | { kind: "group"; group: Group };

export interface Pointer {
  /** World units. */
  x: number;
  y: number;
  zoom: number;
  /** Pixels of grace: a finger is broader than a mouse. */
  grace: number;
}

/** Squared distance of a position from a line. */
export function distance2(line: Float64Array, x: number, y: number): number {
  let best = Infinity;
  for (let i = 2; i < line.length; i += 2) {
    const ax = line[i - 2]!;
    const ay = line[i - 1]!;
    const dx = line[i]! - ax;
    const dy = line[i + 1]! - ay;
    const length2 = dx * dx + dy * dy;
    const t = length2 > 0 ? ((x - ax) * dx + (y - ay) * dy) / length2 : 0;
    const k = Math.max(0, Math.min(1, t));
    best = Math.min(best, (ax + k * dx - x) ** 2 + (ay + k * dy - y) ** 2);
  }
  return best;
}

function inRing(ring: Float64Array, x: number, y: number): boolean {
  let inside = false;
  let [lastX, lastY] = [ring[ring.length - 2]!, ring[ring.length - 1]!];
  for (let i = 0; i < ring.length; i += 2) {
    const [px, py] = [ring[i]!, ring[i + 1]!];
    if (py > y !== lastY > y && x < ((lastX - px) * (y - py)) / (lastY - py) + px) inside = !inside;
    [lastX, lastY] = [px, py];
  }
  return inside;
}

function around(pointer: Pointer, pixels: number): Box {
  const reach = pixels / 2 ** pointer.zoom;
  return [pointer.x - reach, pointer.y - reach, pointer.x + reach, pointer.y + reach];
}

function hitPoint(layer: LayerModel, pointer: Pointer): number | null {
  const { points } = layer;
  const most = Math.max(0, ...layer.spec.symbols.map(markReach));
  let best: number | null = null;
  let nearest = Infinity;
  points.grid.query(around(pointer, most + pointer.grace), (point) => {
    const feature = points.owner[point]!;
    if (layer.shown[feature] !== 1) return;
    const [dx, dy] = [points.world[2 * point]! - pointer.x, points.world[2 * point + 1]! - pointer.y];
    const distance = Math.hypot(dx, dy) * 2 ** pointer.zoom;
    const reach = markReach(layer.looks[feature]!) + pointer.grace;
    if (distance <= reach && distance < nearest) {
      nearest = distance;
      best = feature;
    }
  });
  return best;
}

function hitLine(layer: LayerModel, pointer: Pointer): number | null {
  let best: number | null = null;
  let nearest = Infinity;
  for (const line of layer.lines) {
    if (layer.shown[line.owner] !== 1) continue;
    const reach = (layer.looks[line.owner]!.width * PX) / 2 + pointer.grace + 1;
    const box = around(pointer, reach);
    for (const part of line.parts) {
      if (!overlap(part.box, box)) continue;
      const distance = Math.sqrt(distance2(part.at(pointer.zoom), pointer.x, pointer.y)) * 2 ** pointer.zoom;
      if (distance <= reach && distance < nearest) {
        nearest = distance;
        best = line.owner;
      }
    }
  }
  return best;
}

function hitArea(layer: LayerModel, pointer: Pointer): number | null {
  for (const area of layer.areas) {
    if (layer.shown[area.owner] !== 1) continue;
    const rings = area.polygons.flat().filter((ring) => ring.world.length > 0);
    const crossings = rings.filter((ring) => inRing(ring.at(pointer.zoom), pointer.x, pointer.y));
    if (crossings.length % 2 === 1) return area.owner;
  }
  return null;
}

/**
 * The topmost thing under the pointer: marks before groups before lines before areas, and among each the
 * layer drawn last.
 *
 * @param layers visible layers in the order they are drawn, each with its groups; a layer in groups has
 *               no marks to hit but the lonely ones.
 */
export function hitTest(
  layers: readonly { layer: LayerModel; groups: readonly Group[] }[],
  pointer: Pointer,
): Hit | null {
  const top = [...layers].reverse();
  const found = (layer: LayerModel, feature: number | null): Hit | null =>
    feature === null ? null : { kind: "feature", layer, feature };
  for (const { layer, groups } of top) {
    const group = groups.find(
      (each) => Math.hypot(each.x - pointer.x, each.y - pointer.y) * 2 ** pointer.zoom <= groupRadius(each.count),
    );
    if (group !== undefined) return { kind: "group", group };
    const hit = groups.length > 0 ? null : found(layer, hitPoint(layer, pointer));
    if (hit !== null) return hit;
  }
  for (const test of [hitLine, hitArea]) {
    for (const { layer } of top) {
      const hit = found(layer, test(layer, pointer));
      if (hit !== null) return hit;
    }
  }
  return null;
}
