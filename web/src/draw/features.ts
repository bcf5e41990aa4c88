/** Features of layers on the canvas: areas, bands, lines, marks, and groups where marks are too many. */

import { overlap, type Box } from "../geo/grid";
import type { Area, LayerModel, Line } from "../model/layers";
import { trace, type Frame } from "./frame";
import { drawArea, drawBand, drawLine, type Sprites } from "./symbols";

/** Marks of one layer in view above which they are grouped. */
export const GROUP_ABOVE = 1500;
/** Side of a group's cell, pixels at a whole zoom. */
const CELL_PX = 72;

export interface Group {
  layer: LayerModel;
  /** World units. */
  x: number;
  y: number;
  count: number;
  /** A point of it (the only one, where `count` is 1). */
  point: number;
  /** Extent of its points, world units. */
  box: [number, number, number, number];
}

export function traceArea(frame: Frame, area: Area): void {
  for (const ring of area.polygons.flat()) {
    trace(frame, ring.at(frame.zoom));
    frame.ctx.closePath();
  }
}

export function traceLine(frame: Frame, line: Line): void {
  for (const part of line.parts) {
    if (overlap(part.box, frame.covered)) trace(frame, part.at(frame.zoom));
  }
}

function seenArea(area: Area, box: Box): boolean {
  return area.polygons.some((rings) => rings[0] !== undefined && overlap(rings[0].box, box));
}

function seenLine(line: Line, box: Box): boolean {
  return line.parts.some((part) => overlap(part.box, box));
}

/** @returns how many areas the reader sees. */
export function paintAreas(frame: Frame, layer: LayerModel): number {
  let seen = 0;
  for (const area of layer.areas) {
    if (layer.shown[area.owner] !== 1 || !seenArea(area, frame.covered)) continue;
    frame.ctx.beginPath();
    traceArea(frame, area);
    drawArea(frame.ctx, layer.looks[area.owner]!);
    if (seenArea(area, frame.seen)) seen += 1;
  }
  return seen;
}

/** Bands of a layer, under every line of every layer. */
export function paintBands(frame: Frame, layer: LayerModel): void {
  for (const line of layer.lines) {
    const look = layer.looks[line.owner]!;
    if (layer.shown[line.owner] !== 1 || look.band_width <= 0 || !seenLine(line, frame.covered)) continue;
    frame.ctx.beginPath();
    traceLine(frame, line);
    drawBand(frame.ctx, look);
  }
}

/** @returns how many lines the reader sees. */
export function paintLines(frame: Frame, layer: LayerModel): number {
  let seen = 0;
  for (const line of layer.lines) {
    if (layer.shown[line.owner] !== 1 || !seenLine(line, frame.covered)) continue;
    frame.ctx.beginPath();
    traceLine(frame, line);
    drawLine(frame.ctx, layer.looks[line.owner]!);
    if (seenLine(line, frame.seen)) seen += 1;
  }
  return seen;
}

/** Shown points of a layer inside a box. */
export function pointsIn(layer: LayerModel, box: Box): number[] {
  const found: number[] = [];
  const { grid, owner } = layer.points;
  grid.query(box, (point) => {
    if (layer.shown[owner[point]!] === 1) found.push(point);
  });
  return found;
}

/**
 * Group the shown points of a layer by square cells of the world.
 *
 * @param side of a cell, world units.
 * @param box  what is to be covered; cells it cuts are counted whole, so panning changes no group.
 */
export function groupPoints(layer: LayerModel, side: number, box: Box): Group[] {
  const cells = new Map<number, Group>();
  const { world } = layer.points;
  const columns = Math.ceil(256 / side) + 1;
  const whole: Box = [
    Math.floor(box[0] / side) * side, Math.floor(box[1] / side) * side,
    Math.ceil(box[2] / side) * side, Math.ceil(box[3] / side) * side,
  ];
  for (const point of pointsIn(layer, whole)) {
    const x = world[2 * point]!;
    const y = world[2 * point + 1]!;
    const key = Math.floor(y / side) * columns + Math.floor(x / side);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { layer, x, y, count: 1, point, box: [x, y, x, y] });
    else grow(cell, x, y);
  }
  return [...cells.values()];
}

function grow(cell: Group, x: number, y: number): void {
  cell.count += 1;
  cell.x += (x - cell.x) / cell.count;
  cell.y += (y - cell.y) / cell.count;
  const { box } = cell;
  if (x < box[0]) box[0] = x;
  if (x > box[2]) box[2] = x;
  if (y < box[1]) box[1] = y;
  if (y > box[3]) box[3] = y;
}

/** Radius of a group's disc, pixels: it grows with the logarithm of the count. */
export function groupRadius(count: number): number {
  return 9 + 4 * Math.log10(count);
}

function paintGroup(frame: Frame, group: Group, color: string, at: [number, number]): void {
  const { ctx } = frame;
  const radius = groupRadius(group.count);
  ctx.beginPath();
  ctx.arc(at[0], at[1], radius, 0, 2 * Math.PI);
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = color;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2;
  ctx.strokeStyle = color;
  ctx.stroke();
  ctx.fillStyle = "#1f1d1a";
  ctx.fillText(shortCount(group.count), at[0], at[1] + 0.5);
}

/** 950 → 950, 1500 → 1.5k, 23000 → 23k. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${Math.floor(count / 100) / 10}k` : `${Math.floor(count / 1000)}k`;
}

export interface DrawnPoints {
  /** Features the reader sees, and in how many groups (0 where each is drawn by itself). */
  seen: number;
  groups: Group[];
  /** Points drawn by themselves. */
  alone: number[];
}

export function paintPoints(
  frame: Frame,
  layer: LayerModel,
  sprites: Sprites,
): DrawnPoints {
  const { points } = layer;
  const alone = pointsIn(layer, frame.covered);
  const drawn: DrawnPoints = { seen: 0, groups: [], alone };
  const at = (x: number, y: number): [number, number] => [
    x * frame.scale - frame.left,
    y * frame.scale - frame.top,
  ];
  const inSight = (x: number, y: number) => overlap(frame.seen, [x, y, x, y]);
  if (alone.length > GROUP_ABOVE) {
    const cells = groupPoints(layer, CELL_PX / 2 ** Math.floor(frame.zoom), frame.covered);
    const near = cells.filter((each) => overlap(frame.covered, [each.x, each.y, each.x, each.y]));
    drawn.groups = near.filter((each) => each.count > 1);
    drawn.alone = near.filter((each) => each.count === 1).map((each) => each.point);
  }
  for (const point of drawn.alone) {
    const [x, y] = [points.world[2 * point]!, points.world[2 * point + 1]!];
    sprites.draw(frame.ctx, layer.looks[points.owner[point]!]!, at(x, y), frame.ratio);
    if (inSight(x, y)) drawn.seen += 1;
  }
  frame.ctx.font = '600 11px "Noto Sans SC", sans-serif';
  frame.ctx.textAlign = "center";
  frame.ctx.textBaseline = "middle";
  for (const group of drawn.groups) {
    paintGroup(frame, group, layer.spec.symbols[0]!.color, at(group.x, group.y));
    if (inSight(group.x, group.y)) drawn.seen += group.count;
  }
  return drawn;
}
