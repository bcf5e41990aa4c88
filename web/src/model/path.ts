/** One line of positions: degrees as given, world units as shown, and simpler copies by zoom. */

import { wgs84To, type Datum } from "../geo/datum";
import { boxOf, type Box } from "../geo/grid";
import { worldX, worldY } from "../geo/mercator";
import { simplify } from "../geo/simplify";

/** How far, in pixels, a simplified line may lie from the true one. */
const TOLERANCE_PX = 0.3;
/** From this level on the lines are drawn as they are. */
const FULL_LEVEL = 15;

/** Degrees → world units, after moving the positions onto a basemap's datum. */
export function projectPositions(lonlat: Float64Array, datum: Datum): Float64Array {
  const world = new Float64Array(lonlat.length);
  const shifted = datum === "gcj02" || datum === "bd09";
  for (let i = 0; i < lonlat.length; i += 2) {
    let lon = lonlat[i]!;
    let lat = lonlat[i + 1]!;
    if (shifted) [lon, lat] = wgs84To(lon, lat, datum);
    world[i] = worldX(lon);
    world[i + 1] = worldY(lat);
  }
  return world;
}

export class Path {
  world: Float64Array = new Float64Array(0);
  box: Box = [0, 0, 0, 0];
  private levels = new Map<number, Float64Array>();

  /** @param lonlat `lon0, lat0, …`, WGS-84 degrees. */
  constructor(readonly lonlat: Float64Array) {}

  /** Place the line for a basemap's datum. */
  project(datum: Datum): void {
    this.world = projectPositions(this.lonlat, datum);
    this.box = boxOf(this.world);
    this.levels = new Map();
  }

  /** The line in world units with as few vertices as the zoom needs; computed once a level. */
  at(zoom: number): Float64Array {
    const level = Math.max(0, Math.ceil(zoom));
    if (level >= FULL_LEVEL) return this.world;
    let line = this.levels.get(level);
    if (line === undefined) {
      line = simplify(this.world, TOLERANCE_PX / 2 ** level);
      this.levels.set(level, line);
    }
    return line;
  }
}
