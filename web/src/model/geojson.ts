/** A layer's features as GeoJSON (RFC 7946, WGS-84), whatever the basemap shows. */

import type { Cell } from "../payload";
import type { LayerModel } from "./layers";

type Position = [number, number];
type Geometry =
  | { type: "Point"; coordinates: Position }
  | { type: "MultiPoint" | "LineString"; coordinates: Position[] }
  | { type: "MultiLineString" | "Polygon"; coordinates: Position[][] }
  | { type: "MultiPolygon"; coordinates: Position[][][] };

export interface GeoJsonFeature {
  type: "Feature";
  id: string;
  properties: Record<string, Cell>;
  geometry: Geometry | null;
}

const DECIMALS = 1e6;

function pairs(lonlat: Float64Array): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < lonlat.length; i += 2) {
    out.push([
      Math.round(lonlat[i]! * DECIMALS) / DECIMALS,
      Math.round(lonlat[i + 1]! * DECIMALS) / DECIMALS,
    ]);
  }
  return out;
}

/** Geometry of one feature; null where it has none. */
export function geometryOf(layer: LayerModel, feature: number): Geometry | null {
  const line = layer.lines.find((each) => each.owner === feature);
  if (line !== undefined) {
    const parts = line.parts.map((part) => pairs(part.lonlat));
    return parts.length === 1
      ? { type: "LineString", coordinates: parts[0]! }
      : { type: "MultiLineString", coordinates: parts };
  }
  const area = layer.areas.find((each) => each.owner === feature);
  if (area !== undefined) {
    const polygons = area.polygons.map((rings) => rings.map((ring) => closed(pairs(ring.lonlat))));
    return polygons.length === 1
      ? { type: "Polygon", coordinates: polygons[0]! }
      : { type: "MultiPolygon", coordinates: polygons };
  }
  return marksOf(layer, feature);
}

function marksOf(layer: LayerModel, feature: number): Geometry | null {
  const { owner, lonlat } = layer.points;
  // A plain table of points keeps its rows in order: no need to look through a hundred thousand.
  const first = owner[feature] === feature ? feature : owner.indexOf(feature);
  if (first < 0) return null;
  let end = first;
  while (end < owner.length && owner[end] === feature) end += 1;
  const marks = pairs(lonlat.subarray(2 * first, 2 * end));
  return marks.length === 1
    ? { type: "Point", coordinates: marks[0]! }
    : { type: "MultiPoint", coordinates: marks };
}

function closed(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (first === undefined || last === undefined) return ring;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/** One feature with every column as a property, and its layer. */
export function featureOf(layer: LayerModel, feature: number): GeoJsonFeature {
  const properties: Record<string, Cell> = { layer: layer.id };
  for (const column of Object.keys(layer.spec.columns)) {
    if (column !== "id" && column !== "initials") properties[column] = layer.cell(column, feature);
  }
  return {
    type: "Feature",
    id: layer.text("id", feature),
    properties,
    geometry: geometryOf(layer, feature),
  };
}
