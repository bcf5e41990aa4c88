/** The ground of the map: land, choropleth, borders by level, the veil over what was not chosen. */

import { overlap } from "../geo/grid";
import type { Choropleth, Payload } from "../payload";
import type { UnitModel, Units } from "../model/units";
import { PX, trace, type Frame } from "./frame";

/** Zoom from which borders of a depth (0 the region, 1 its parts, 2 theirs) are drawn. */
const BORDER_ZOOM = [0, 0, 7.25];
/** Zooms over which a level fades in. */
const FADE = 1;

function traceUnit(frame: Frame, units: Units, unit: UnitModel): void {
  const { ctx, scale, left, top } = frame;
  for (const ring of unit.spec.polygons.flat()) {
    units.walk(ring, frame.zoom, (wx, wy, first) => {
      if (first) ctx.moveTo(wx * scale - left, wy * scale - top);
      else ctx.lineTo(wx * scale - left, wy * scale - top);
    });
    ctx.closePath();
  }
}

/** Fill the region, with a soft rim outside its border that lifts it off the paper. */
export function paintLand(frame: Frame, units: Units, payload: Payload, plain: boolean): void {
  if (!plain) return;
  const { ctx } = frame;
  ctx.beginPath();
  for (const unit of units.atDepth(0)) traceUnit(frame, units, unit);
  ctx.save();
  ctx.lineJoin = "round";
  ctx.strokeStyle = payload.boundary_style["label"]?.color ?? "#666666";
  for (const [width, alpha] of [[14, 0.05], [8, 0.06], [4, 0.08]] as const) {
    ctx.globalAlpha = alpha;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  ctx.restore();
  ctx.fillStyle = payload.boundary_style["land"]?.fill ?? "#ffffff";
  ctx.fill("evenodd");
}

/** Colour of a unit on a choropleth: the first class whose upper bound holds its value. */
export function choroplethColor(choropleth: Choropleth, adcode: string): string {
  const value = choropleth.values[adcode];
  if (value === undefined || value === null) return choropleth.missing_color;
  const place = choropleth.breaks.findIndex((bound) => value <= bound);
  const last = choropleth.colors.length - 1;
  return choropleth.colors[place < 0 ? last : Math.min(place, last)] ?? choropleth.missing_color;
}

export function paintChoropleth(frame: Frame, units: Units, choropleth: Choropleth, alpha: number): void {
  const { ctx } = frame;
  ctx.save();
  ctx.globalAlpha = alpha;
  for (const unit of units.all) {
    if (unit.spec.level !== choropleth.level || !overlap(unit.box, frame.covered)) continue;
    ctx.beginPath();
    traceUnit(frame, units, unit);
    ctx.fillStyle = choroplethColor(choropleth, unit.spec.adcode);
    ctx.fill("evenodd");
  }
  ctx.restore();
}

/** Draw borders, fine levels first, each arc once. */
export function paintBorders(frame: Frame, units: Units, payload: Payload, deepest: number): void {
  const { ctx, zoom } = frame;
  ctx.save();
  ctx.lineJoin = ctx.lineCap = "round";
  for (const { level, depth, arcs } of [...units.borders].reverse()) {
    const from = BORDER_ZOOM[Math.min(depth, BORDER_ZOOM.length - 1)]!;
    const alpha = depth <= deepest ? 1 : Math.min(1, (zoom - from) / FADE + 0.25);
    if (alpha <= 0.25) continue;
    const style = payload.boundary_style[level];
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = style?.color ?? "#888888";
    ctx.lineWidth = (style?.width ?? 1) * PX;
    ctx.beginPath();
    for (const arc of arcs) if (overlap(arc.box, frame.covered)) trace(frame, arc.at(zoom));
    ctx.stroke();
  }
  ctx.restore();
}

/** Lay a veil over everything outside a unit and draw its outline strong. */
export function paintVeil(frame: Frame, units: Units, unit: UnitModel, payload: Payload): void {
  const { ctx } = frame;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, frame.width, frame.height);
  traceUnit(frame, units, unit);
  ctx.fillStyle = payload.boundary_style["paper"]?.fill ?? "#ffffff";
  ctx.globalAlpha = 0.6;
  ctx.fill("evenodd");
  ctx.beginPath();
  traceUnit(frame, units, unit);
  ctx.globalAlpha = 1;
  ctx.lineJoin = "round";
  ctx.strokeStyle = payload.boundary_style["province"]?.color ?? "#444444";
  ctx.lineWidth = 2.4;
  ctx.stroke();
  ctx.restore();
}
