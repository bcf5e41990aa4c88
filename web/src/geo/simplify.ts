/** Fewer vertices for a smaller drawing; end points always stay, so shared arcs stay joined. */

/** Squared distance of vertex `p` from the segment between vertices `a` and `b`. */
function offset2(xy: Float64Array, p: number, a: number, b: number): number {
  const ax = xy[2 * a]!;
  const ay = xy[2 * a + 1]!;
  const dx = xy[2 * b]! - ax;
  const dy = xy[2 * b + 1]! - ay;
  const px = xy[2 * p]! - ax;
  const py = xy[2 * p + 1]! - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length2)) : 0;
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

/** Vertices nearer than the tolerance to the last one kept go first: it makes the second pass short. */
function thin(xy: Float64Array, tolerance2: number): Uint32Array {
  const last = xy.length / 2 - 1;
  const kept = new Uint32Array(last + 1);
  let count = 1;
  let from = 0;
  for (let i = 1; i < last; i += 1) {
    const dx = xy[2 * i]! - xy[2 * from]!;
    const dy = xy[2 * i + 1]! - xy[2 * from + 1]!;
    if (dx * dx + dy * dy >= tolerance2) {
      kept[count] = i;
      count += 1;
      from = i;
    }
  }
  kept[count] = last;
  return kept.subarray(0, count + 1);
}

/** Douglas and Peucker's choice among `kept`, marked in the returned array. */
function choose(xy: Float64Array, kept: Uint32Array, tolerance2: number): Uint8Array {
  const chosen = new Uint8Array(kept.length);
  chosen[0] = chosen[kept.length - 1] = 1;
  const spans = [0, kept.length - 1];
  while (spans.length > 0) {
    const to = spans.pop()!;
    const from = spans.pop()!;
    let worst = tolerance2;
    let at = -1;
    for (let i = from + 1; i < to; i += 1) {
      const d2 = offset2(xy, kept[i]!, kept[from]!, kept[to]!);
      if (d2 > worst) {
        worst = d2;
        at = i;
      }
    }
    if (at >= 0) {
      chosen[at] = 1;
      spans.push(from, at, at, to);
    }
  }
  return chosen;
}

/**
 * Simplify one line.
 *
 * @param xy        `x0, y0, x1, y1, …`.
 * @param tolerance how far a dropped vertex may lie from the line drawn, in the units of `xy`
 *                  (up to twice that after the thinning pass).
 * @returns the kept vertices in order, the first and the last among them; `xy` itself when short.
 */
export function simplify(xy: Float64Array, tolerance: number): Float64Array {
  if (xy.length <= 4 || tolerance <= 0) return xy;
  const tolerance2 = tolerance * tolerance;
  const kept = thin(xy, tolerance2);
  const chosen = choose(xy, kept, tolerance2);
  const out = new Float64Array(2 * chosen.reduce((sum, one) => sum + one, 0));
  let n = 0;
  chosen.forEach((one, i) => {
    if (one === 0) return;
    out[n] = xy[2 * kept[i]!]!;
    out[n + 1] = xy[2 * kept[i]! + 1]!;
    n += 2;
  });
  return out;
}
