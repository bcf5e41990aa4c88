/**
 * Web Mercator as Leaflet has it, in *world units*: the whole world is a square of 256 units at zoom 0,
 * so a position in pixels at zoom `z` is its world position times `2 ** z`.
 */

const WORLD = 256;
const RADIANS = Math.PI / 180;
const EQUATOR_METRES = 40_075_016.686;

/** Longitude in degrees → world x. */
export function worldX(lon: number): number {
  return ((lon + 180) / 360) * WORLD;
}

/** Latitude in degrees (within ±85.06) → world y, growing southwards. */
export function worldY(lat: number): number {
  return WORLD / 2 - (Math.atanh(Math.sin(lat * RADIANS)) * WORLD) / (2 * Math.PI);
}

/** World x → longitude in degrees. */
export function lonAt(x: number): number {
  return (x / WORLD) * 360 - 180;
}

/** World y → latitude in degrees. */
export function latAt(y: number): number {
  return Math.asin(Math.tanh(((WORLD / 2 - y) * 2 * Math.PI) / WORLD)) / RADIANS;
}

/** Pixels a metre on the ground takes at a latitude (degrees) and zoom. */
export function pixelsPerMetre(lat: number, zoom: number): number {
  return (WORLD * 2 ** zoom) / (EQUATOR_METRES * Math.cos(lat * RADIANS));
}
