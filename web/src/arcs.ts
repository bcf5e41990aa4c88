/** Shared boundary arcs: written once as delta-coded integers, read back as positions. */

/** `[longitude, latitude]` in decimal degrees. */
export type LonLat = [longitude: number, latitude: number];

/**
 * Decode one arc.
 *
 * @param ints   `dx0, dy0, dx1, dy1, …`: steps in units of `scale`, the first from `origin`.
 * @param scale  degrees per unit.
 * @param origin `[longitude, latitude]` of the grid's zero.
 * @returns one position per pair; an empty arc gives none.
 * @throws RangeError when a longitude has no latitude.
 */
export function decodeArc(ints: readonly number[], scale: number, origin: LonLat): LonLat[] {
  if (ints.length % 2 !== 0) {
    throw new RangeError(`An arc holds pairs of steps; this one has ${ints.length} numbers.`);
  }
  const [west, south] = origin;
  const positions: LonLat[] = [];
  // Sums stay whole numbers, so no rounding error grows along the arc.
  let column = 0;
  let row = 0;
  for (let i = 0; i < ints.length; i += 2) {
    column += ints[i] ?? 0;
    row += ints[i + 1] ?? 0;
    positions.push([west + column * scale, south + row * scale]);
  }
  return positions;
}
