/** Which features lie in an administrative unit. */

import { LIST_SEPARATOR, type LayerModel } from "./layers";
import type { UnitModel, Units } from "./units";

/** Zoom whose lines are exact enough to say on which side of a border a point lies. */
const EXACT_ZOOM = 15;
const COLUMNS = ["prefecture_adcodes", "county_adcodes"] as const;

/** Shown features of a layer in a unit, by the adcodes the data states, else by where their points lie. */
export function featuresWithin(layer: LayerModel, unit: UnitModel, units: Units): number[] {
  const found: number[] = [];
  const stated = COLUMNS.some((column) => column in layer.spec.columns);
  if (!stated) return pointsWithin(layer, unit, units);
  for (let i = 0; i < layer.count; i += 1) {
    if (layer.shown[i] !== 1) continue;
    const codes = COLUMNS.flatMap((column) => layer.text(column, i).split(LIST_SEPARATOR));
    if (unit.depth === 0 || codes.includes(unit.spec.adcode)) found.push(i);
  }
  return found;
}

function pointsWithin(layer: LayerModel, unit: UnitModel, units: Units): number[] {
  const found = new Set<number>();
  const { grid, owner, world } = layer.points;
  grid.query(unit.box, (point) => {
    const feature = owner[point]!;
    if (layer.shown[feature] !== 1 || found.has(feature)) return;
    if (units.contains(unit, world[2 * point]!, world[2 * point + 1]!, EXACT_ZOOM)) found.add(feature);
  });
  return [...found].sort((a, b) => a - b);
}
