/** Names on the map: chosen by importance, placed without collisions, with a halo. */

import { overlap, type Box } from "../geo/grid";
import type { LayerModel } from "../model/layers";
import type { UnitModel, Units } from "../model/units";
import type { BoundaryStyle, Lang, Payload } from "../payload";
import { alongLine, longestRun, type Glyph } from "./alongLine";
import type { Frame } from "./frame";
import { besideMark, Placer } from "./placer";
import { mapName, wrapName } from "./names";
import { markReach } from "./symbols";
import { groupRadius, type DrawnPoints } from "./features";

export const FONT = '"Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
/** Zoom from which the names of a depth of units stand. */
const UNIT_ZOOM = [99, 5.5, 8.5];
/** Most features named in one layer: more would not fit on any screen. */
const MOST_NAMES = 300;

export interface Label {
  text: string;
  box: Box;
}

interface Style {
  size: number;
  weight: number;
  color: string;
  halo: string;
}

interface Placed extends Label {
  style: Style;
  glyphs: Glyph[];
}

/** Line height of a name in several lines, in multiples of its size. */
const LEADING = 1.22;

export interface LabelInput {
  units: Units;
  /** Visible layers, in the order they are drawn. */
  layers: { layer: LayerModel; drawn: DrawnPoints }[];
  lang: Lang;
  style: Payload["boundary_style"];
  selected: { layer: LayerModel; feature: number } | null;
  focus: UnitModel | null;
}

/** A darker cousin of a colour, for names. */
export function darker(color: string, share = 0.4): string {
  const channels = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16) * (1 - share));
  return `rgb(${channels.map((channel) => Math.round(channel)).join(",")})`;
}

export class Labels {
  private readonly widths = new Map<string, number>();

  /** Place and draw; what stands where is returned (boxes in pixels of the canvas). */
  paint(frame: Frame, input: LabelInput): Label[] {
    const [x0, y0, x1, y1] = frame.seen;
    const edge = [
      x0 * frame.scale - frame.left, y0 * frame.scale - frame.top,
      x1 * frame.scale - frame.left, y1 * frame.scale - frame.top,
    ] as const;
    const placer = new Placer(frame.width, frame.height, edge);
    blockMarks(frame, placer, input.layers);
    const placed: Placed[] = [];
    const keep = (each: Placed | null) => {
      if (each !== null) placed.push(each);
    };
    if (input.selected !== null) this.feature(frame, placer, input, { ...input.selected, keep, bold: true });
    this.units(frame, placer, input, 1, keep);
    for (const { layer, drawn } of byPriority(input.layers)) {
      if (layer.spec.label) this.layer(frame, placer, input, { layer, drawn, keep });
    }
    this.units(frame, placer, input, 2, keep);
    for (const each of placed) draw(frame.ctx, each);
    return placed.map(({ text, box }) => ({ text, box }));
  }

  private units(
    frame: Frame, placer: Placer, input: LabelInput, depth: number, keep: (each: Placed | null) => void,
  ): void {
    const { focus } = input;
    const near = focus !== null && depth > focus.depth && frame.zoom >= UNIT_ZOOM[depth]! - 1;
    if (frame.zoom < UNIT_ZOOM[depth]! && !near) return;
    const style = unitStyle(depth, frame.zoom, input.style["label"]);
    for (const unit of input.units.atDepth(depth)) {
      if (!overlap(unit.box, frame.covered)) continue;
      const text = unit.spec.name[input.lang];
      const x = unit.label[0] * frame.scale - frame.left;
      const y = unit.label[1] * frame.scale - frame.top;
      const [w, h] = [this.measure(frame.ctx, text, style), style.size * 1.25];
      const at = ([dx, dy]: readonly [number, number]): Box => [
        x + dx - w / 2, y + dy - h / 2, x + dx + w / 2, y + dy + h / 2,
      ];
      const places = ([[0, 0], [0, -h], [0, h], [-w / 2, 0], [w / 2, 0]] as const).map(at);
      const box = placer.place(places) ?? (depth === 1 ? placer.place(places, true) : null);
      if (box !== null) keep(flat(text, box, style));
    }
  }

  private layer(
    frame: Frame,
    placer: Placer,
    input: LabelInput,
    given: { layer: LayerModel; drawn: DrawnPoints; keep: (each: Placed | null) => void },
  ): void {
    const { layer, drawn } = given;
    const named = new Set<number>();
    const name = (feature: number) => {
      if (named.has(feature) || layer.shown[feature] !== 1) return;
      if (input.selected?.layer === layer && input.selected.feature === feature) return;
      named.add(feature);
      this.feature(frame, placer, input, { layer, feature, keep: given.keep, bold: false });
    };
    for (const line of layer.lines) name(line.owner);
    for (const area of layer.areas) name(area.owner);
    const few = drawn.alone.slice(0, MOST_NAMES);
    for (const point of few) name(layer.points.owner[point]!);
  }

  private feature(
    frame: Frame,
    placer: Placer,
    input: LabelInput,
    given: { layer: LayerModel; feature: number; keep: (each: Placed | null) => void; bold: boolean },
  ): void {
    const { layer, feature } = given;
    const look = layer.looks[feature]!;
    const style: Style = {
      size: given.bold ? 13 : 12,
      weight: given.bold ? 700 : 500,
      color: darker(look.color),
      halo: "#ffffff",
    };
    const text = mapName(layer.name(feature, input.lang));
    const line = layer.lines.find((each) => each.owner === feature);
    if (line !== undefined) given.keep(this.along(frame, placer, line.parts.map((p) => p.at(frame.zoom)), {
      text, style, offset: (look.width * 4) / 6 + style.size * 0.55 + 1.5,
    }));
    else {
      const anchor = anchorOf(layer, feature);
      if (anchor === null) return;
      const x = anchor[0] * frame.scale - frame.left;
      const y = anchor[1] * frame.scale - frame.top;
      const lines = wrapName(text);
      const width = Math.max(...lines.map((each) => this.measure(frame.ctx, each, style)));
      const size = [width, style.size * LEADING * lines.length] as const;
      const reach = look.geometry === "point" ? markReach(look) : -size[0] / 2 - 2;
      const box = placer.place(besideMark(x, y, reach, size), look.geometry !== "point");
      given.keep(box === null ? null : flat(text, box, style, lines));
    }
  }

  /** Set a name along the longest part of a line that is in view. */
  private along(
    frame: Frame, placer: Placer, parts: Float64Array[],
    given: { text: string; style: Style; offset: number },
  ): Placed | null {
    const runs = parts.map((part) => {
      const points: [number, number][] = [];
      for (let i = 0; i < part.length; i += 2) {
        points.push([part[i]! * frame.scale - frame.left, part[i + 1]! * frame.scale - frame.top]);
      }
      return longestRun(points, [frame.width, frame.height]);
    });
    const { style, text, offset } = given;
    const letters = Array.from(text);
    const widths = letters.map((letter) => this.measure(frame.ctx, letter, style) + 0.4);
    const upright = /^[\u2e80-\u9fff“”（）]/u.test(text);
    for (const run of runs.sort((a, b) => extent(b) - extent(a))) {
      for (const name of alongLine(run, { letters, widths, size: style.size, offset, upright })) {
        const box = placer.place([name.box]);
        if (box !== null) return { text, box, style, glyphs: name.glyphs };
      }
    }
    return null;
  }

  private measure(ctx: CanvasRenderingContext2D, text: string, style: Style): number {
    const key = `${style.weight} ${style.size} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      ctx.font = fontOf(style);
      width = ctx.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }
}

function unitStyle(depth: number, zoom: number, look: BoundaryStyle | undefined): Style {
  const large = zoom < 6.5 ? 12.5 : 14;
  return {
    size: depth === 1 ? large : 11.5,
    weight: depth === 1 ? 600 : 400,
    color: look?.color ?? "#555555",
    halo: look?.halo ?? "#ffffff",
  };
}

function fontOf(style: Style): string {
  return `${style.weight} ${style.size}px ${FONT}`;
}

function extent(run: readonly (readonly [number, number])[]): number {
  const [a, b] = [run[0], run[run.length - 1]];
  return a === undefined || b === undefined ? 0 : Math.hypot(b[0] - a[0], b[1] - a[1]);
}

function flat(text: string, box: Box, style: Style, lines: readonly string[] = [text]): Placed {
  const step = style.size * LEADING;
  const top = (box[1] + box[3]) / 2 - ((lines.length - 1) * step) / 2;
  const x = (box[0] + box[2]) / 2;
  const glyphs = lines.map((line, i) => ({ text: line, x, y: top + i * step, angle: 0 }));
  return { text, box, style, glyphs };
}

function byPriority(layers: LabelInput["layers"]): LabelInput["layers"] {
  return [...layers].sort((a, b) => b.layer.spec.priority - a.layer.spec.priority);
}

function blockMarks(frame: Frame, placer: Placer, layers: LabelInput["layers"]): void {
  const block = (wx: number, wy: number, reach: number) => {
    const [x, y] = [wx * frame.scale - frame.left, wy * frame.scale - frame.top];
    placer.block([x - reach, y - reach, x + reach, y + reach]);
  };
  for (const { layer, drawn } of layers) {
    const { world, owner } = layer.points;
    for (const point of drawn.alone) {
      block(world[2 * point]!, world[2 * point + 1]!, markReach(layer.looks[owner[point]!]!) - 1);
    }
    for (const group of drawn.groups) block(group.x, group.y, groupRadius(group.count));
  }
}

/** Where a point or area is named, world units. */
function anchorOf(layer: LayerModel, feature: number): [number, number] | null {
  const { owner, world } = layer.points;
  const point = owner[feature] === feature ? feature : owner.indexOf(feature);
  if (point >= 0) return [world[2 * point]!, world[2 * point + 1]!];
  const box = layer.box(feature);
  return box === null ? null : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

function draw(ctx: CanvasRenderingContext2D, placed: Placed): void {
  const { style } = placed;
  ctx.save();
  ctx.font = fontOf(style);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = style.halo;
  ctx.fillStyle = style.color;
  for (const ink of ["strokeText", "fillText"] as const) {
    for (const glyph of placed.glyphs) {
      if (glyph.angle === 0) {
        ctx[ink](glyph.text, glyph.x, glyph.y);
        continue;
      }
      ctx.save();
      ctx.translate(glyph.x, glyph.y);
      ctx.rotate(glyph.angle);
      ctx[ink](glyph.text, 0, 0);
      ctx.restore();
    }
  }
  ctx.restore();
}
