/** A name set along a line, letter by letter. */

import type { Box } from "../geo/grid";

export interface Glyph {
  text: string;
  x: number;
  y: number;
  /** Radians, clockwise on screen. */
  angle: number;
}

export interface LineName {
  glyphs: Glyph[];
  box: Box;
  /** How much the line turns under the name, radians: the less, the better it reads. */
  turn: number;
}

/** Where along the line a name is tried. */
const FRACTIONS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
/** Sharpest bend between two letters, and the most a whole name may turn, radians. */
const MOST_BEND = 0.3;
const MOST_TURN = 0.9;
const SMOOTHING = [-1, -0.5, 0, 0.5, 1];
/** Steeper than this, Chinese letters stand upright and read downwards. */
const STEEP = 0.96;

/** The part of a segment inside `0..width, 0..height`, as fractions of it; null outside. */
function clipSegment(a: Point, b: Point, size: readonly [number, number]): [number, number] | null {
  let from = 0;
  let to = 1;
  for (const axis of [0, 1] as const) {
    const d = b[axis] - a[axis];
    if (d === 0) {
      if (a[axis] < 0 || a[axis] > size[axis]) return null;
      continue;
    }
    const [t0, t1] = [-a[axis] / d, (size[axis] - a[axis]) / d];
    from = Math.max(from, Math.min(t0, t1));
    to = Math.min(to, Math.max(t0, t1));
  }
  return from < to ? [from, to] : null;
}

type Point = readonly [x: number, y: number];

function between(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** The longest run of a line inside the canvas. */
export function longestRun(line: readonly Point[], size: readonly [number, number]): Point[] {
  let best: Point[] = [];
  let bestLength = 0;
  let run: Point[] = [];
  let length = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const part = clipSegment(a, b, size);
    if (part === null || part[0] > 0) [run, length] = [[], 0];
    if (part === null) continue;
    const [start, end] = [between(a, b, part[0]), between(a, b, part[1])];
    if (run.length === 0) run.push(start);
    run.push(end);
    length += Math.hypot(end[0] - start[0], end[1] - start[1]);
    if (length > bestLength) [best, bestLength] = [[...run], length];
    if (part[1] < 1) [run, length] = [[], 0];
  }
  return best;
}

/** Positions and directions at distances along a run. */
class Ruler {
  readonly length: number;
  private readonly ends: number[] = [0];

  constructor(private readonly run: readonly Point[]) {
    let total = 0;
    for (let i = 1; i < run.length; i += 1) {
      total += Math.hypot(run[i]![0] - run[i - 1]![0], run[i]![1] - run[i - 1]![1]);
      this.ends.push(total);
    }
    this.length = total;
  }

  at(distance: number): Point {
    const d = Math.max(0, Math.min(this.length, distance));
    let i = 1;
    for (let high = this.ends.length - 1; i < high; ) {
      const middle = (i + high) >> 1;
      if (this.ends[middle]! < d) i = middle + 1;
      else high = middle;
    }
    const [a, b] = [this.run[i - 1]!, this.run[i]!];
    const span = this.ends[i]! - this.ends[i - 1]!;
    return between(a, b, span === 0 ? 0 : (d - this.ends[i - 1]!) / span);
  }

  /** The same, with the line's small bends smoothed away over a stretch either side. */
  smooth(distance: number, reach: number): Point {
    let [x, y] = [0, 0];
    for (const share of SMOOTHING) {
      const [px, py] = this.at(distance + share * reach);
      x += px / SMOOTHING.length;
      y += py / SMOOTHING.length;
    }
    return [x, y];
  }

  /** Direction over a stretch about a distance. */
  angle(distance: number, reach: number): number {
    const [a, b] = [this.smooth(distance - reach / 2, reach), this.smooth(distance + reach / 2, reach)];
    return Math.atan2(b[1] - a[1], b[0] - a[0]);
  }
}

function turn(a: number, b: number): number {
  const d = Math.abs(a - b) % (2 * Math.PI);
  return d > Math.PI ? 2 * Math.PI - d : d;
}

function boxOfGlyphs(glyphs: readonly Glyph[], size: number): Box {
  const half = size * 0.62;
  const xs = glyphs.map((glyph) => glyph.x);
  const ys = glyphs.map((glyph) => glyph.y);
  return [
    Math.min(...xs) - half, Math.min(...ys) - half, Math.max(...xs) + half, Math.max(...ys) + half,
  ];
}

interface Lettering {
  /** Letters and their widths in pixels. */
  letters: readonly string[];
  widths: readonly number[];
  size: number;
  /** How far the letters stand off the line. */
  offset: number;
  upright: boolean;
}

/** Names read left to right, or downwards where the letters stand upright on a steep line. */
function reading(chord: number, upright: boolean): { steep: boolean; backwards: boolean } {
  const steep = upright && Math.abs(Math.sin(chord)) > Math.sin(STEEP);
  return { steep, backwards: steep ? Math.sin(chord) < 0 : Math.cos(chord) < 0 };
}

function set(ruler: Ruler, middle: number, given: Lettering): LineName | null {
  const total = given.widths.reduce((sum, width) => sum + width, 0);
  const chord = ruler.angle(middle, total / 2);
  const { steep, backwards } = reading(chord, given.upright);
  const glyphs: Glyph[] = [];
  let run = -total / 2;
  let last: number | null = null;
  let turned = 0;
  for (const [i, text] of given.letters.entries()) {
    const width = given.widths[i]!;
    const along = middle + (backwards ? -1 : 1) * (run + width / 2);
    const angle = ruler.angle(along, given.size * 1.4) + (backwards ? Math.PI : 0);
    const bend = last === null ? 0 : turn(angle, last);
    turned += bend;
    if (bend > MOST_BEND || turned > MOST_TURN) return null;
    const [x, y] = ruler.smooth(along, 1.4 * given.size);
    const side = steep ? -1 : 1;
    glyphs.push({
      text,
      x: x + side * Math.sin(angle) * given.offset,
      y: y - side * Math.cos(angle) * given.offset,
      angle: steep ? angle - Math.PI / 2 : angle,
    });
    last = angle;
    run += width;
  }
  return { glyphs, box: boxOfGlyphs(glyphs, given.size), turn: turned };
}

/** Ways to set a name along a run of a line, best first; none where it is too short or too crooked. */
export function alongLine(run: readonly Point[], given: Lettering): LineName[] {
  if (run.length < 2) return [];
  const ruler = new Ruler(run);
  const total = given.widths.reduce((sum, width) => sum + width, 0);
  if (ruler.length < total + 12) return [];
  const names: LineName[] = [];
  for (const fraction of FRACTIONS) {
    const middle = Math.max(total / 2 + 4, Math.min(ruler.length - total / 2 - 4, ruler.length * fraction));
    const name = set(ruler, middle, given);
    if (name !== null) names.push(name);
  }
  // A quarter turn more weighs as much as standing half the line away from its middle.
  const cost = new Map(names.map((name, i) => [name, name.turn + i * 0.06]));
  return names.sort((a, b) => (cost.get(a) ?? 0) - (cost.get(b) ?? 0));
}
