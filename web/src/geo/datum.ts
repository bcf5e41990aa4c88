/**
 * Chinese datums, by the formulas of `sxgeo/crs.py`: our data is moved onto a basemap's tiles, and a
 * click on those tiles is moved back. CGCS2000 is WGS-84 to the decimetre.
 */

export type Datum = "wgs84" | "cgcs2000" | "gcj02" | "bd09";
export type LonLat = [lon: number, lat: number];

/** The rectangle with the shift, WGS-84 degrees. */
const WEST = 72.004;
const SOUTH = 0.8293;
const EAST = 137.8347;
const NORTH = 55.8271;

const KRASOVSKY_A = 6_378_245;
const KRASOVSKY_E2 = 0.006693421622965943;
const RADIANS = Math.PI / 180;
/** Amplitude in metres × 3/2, half-waves a degree. */
const WAVES_BOTH = [20, 6, 20, 2];
const WAVES_NORTH = [20, 1, 40, 1 / 3, 160, 1 / 12, 320, 1 / 30];
const WAVES_EAST = [20, 1, 40, 1 / 3, 150, 1 / 12, 300, 1 / 30];
const BD_STEP = (Math.PI * 3000) / 180;
const ROUNDS = 6;
const REACH = 0.1;
const EDGE = 1e-9;

function waves(t: number, table: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < table.length; i += 2) total += table[i]! * Math.sin(table[i + 1]! * Math.PI * t);
  return (total * 2) / 3;
}

function gcj02(lon: number, lat: number): LonLat {
  const x = lon - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const both = waves(x, WAVES_BOTH);
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both + waves(x, WAVES_EAST);
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both + waves(y, WAVES_NORTH);
  const phi = lat * RADIANS;
  const w2 = 1 - KRASOVSKY_E2 * Math.sin(phi) ** 2;
  const primeVertical = KRASOVSKY_A / Math.sqrt(w2);
  const meridian = (primeVertical * (1 - KRASOVSKY_E2)) / w2;
  return [
    lon + east / (primeVertical * Math.cos(phi)) / RADIANS,
    lat + north / meridian / RADIANS,
  ];
}

function bd09(lon: number, lat: number): LonLat {
  const [gcjLon, gcjLat] = gcj02(lon, lat);
  const radius = Math.hypot(gcjLon, gcjLat) + 2e-5 * Math.sin(gcjLat * BD_STEP);
  const angle = Math.atan2(gcjLat, gcjLon) + 3e-6 * Math.cos(gcjLon * BD_STEP);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

function inRectangle(lon: number, lat: number, margin: number): boolean {
  const inLon = lon >= WEST - margin && lon <= EAST + margin;
  return inLon && lat >= SOUTH - margin && lat <= NORTH + margin;
}

type Shift = (lon: number, lat: number) => LonLat;
const SHIFTS: Partial<Record<Datum, Shift>> = { gcj02, bd09 };

/** WGS-84 → `datum`, decimal degrees. Outside the rectangle the datums are one. */
export function wgs84To(lon: number, lat: number, datum: Datum): LonLat {
  const shift = SHIFTS[datum];
  return shift !== undefined && inRectangle(lon, lat, 0) ? shift(lon, lat) : [lon, lat];
}

/** `datum` → WGS-84, decimal degrees; going back gives the input within 1e-9 degree. */
export function wgs84From(lon: number, lat: number, datum: Datum): LonLat {
  const shift = SHIFTS[datum];
  if (shift === undefined || !inRectangle(lon, lat, REACH)) return [lon, lat];
  let foundLon = lon;
  let foundLat = lat;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [backLon, backLat] = shift(foundLon, foundLat);
    foundLon += lon - backLon;
    foundLat += lat - backLat;
  }
  if (!inRectangle(foundLon, foundLat, EDGE)) return [lon, lat];
  return [Math.min(EAST, Math.max(WEST, foundLon)), Math.min(NORTH, Math.max(SOUTH, foundLat))];
}
