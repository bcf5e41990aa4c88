/** Where a popup points: on the feature, as near as can be to where the reader looked. */

import type { LayerModel } from "../model/layers";

type Point = [x: number, y: number];

function nearest(line: Float64Array, to: Point): { at: Point; distance2: number } {
  let at: Point = [line[0]!, line[1]!];
  let best = Infinity;
  for (let i = 2; i < line.length; i += 2) {
    const [ax, ay] = [line[i - 2]!, line[i - 1]!];
    const [dx, dy] = [line[i]! - ax, line[i + 1]! - ay];
    const length2 = dx * dx + dy * dy;
    const t = length2 > 0 ? ((to[0] - ax) * dx + (to[1] - ay) * dy) / length2 : 0;
    const k = Math.max(0, Math.min(1, t));
    const found: Point = [ax + k * dx, ay + k * dy];
    const d2 = (found[0] - to[0]) ** 2 + (found[1] - to[1]) ** 2;
    if (d2 < best) [at, best] = [found, d2];
  }
  return { at, distance2: best };
}

/** A position of a feature, all in world units; null where it has no geometry. */
export function anchorNear(layer: LayerModel, feature: number, near: Point): Point | null {
  const { owner, world } = layer.points;
  const point = owner[feature] === feature ? feature : owner.indexOf(feature);
  if (point >= 0) return [world[2 * point]!, world[2 * point + 1]!];
  const parts = layer.lines.filter((line) => line.owner === feature).flatMap((line) => line.parts);
  const found = parts.map((part) => nearest(part.world, near)).sort((a, b) => a.distance2 - b.distance2);
  if (found[0] !== undefined) return found[0].at;
  const box = layer.box(feature);
  return box === null ? null : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
