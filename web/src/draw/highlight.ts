/** The overlay: what is selected or pointed at, and how far its position can be trusted. */

import { latAt, pixelsPerMetre } from "../geo/mercator";
import type { LayerModel } from "../model/layers";
import { traceArea, traceLine } from "./features";
import { PX, type Frame } from "./frame";
import { drawArea, drawLine, drawMark, markReach } from "./symbols";

/** Glow around what is chosen. */
const GLOW = "#ffb300";

export interface Highlighted {
  layer: LayerModel;
  feature: number;
}

/** The 95 % radius as a tint: a disc about a mark, a band about a line. */
function paintAccuracy(frame: Frame, { layer, feature }: Highlighted): void {
  const metres = Number(layer.cell("accuracy_m", feature));
  if (!(metres > 0)) return;
  const { ctx } = frame;
  const color = layer.looks[feature]!.color;
  const radius = (y: number) => metres * pixelsPerMetre(latAt(y), frame.zoom);
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = color;
  ctx.lineJoin = ctx.lineCap = "round";
  eachPoint(frame, { layer, feature }, (x, y, worldYOfPoint) => {
    ctx.beginPath();
    ctx.arc(x, y, radius(worldYOfPoint), 0, 2 * Math.PI);
    ctx.globalAlpha = 0.14;
    ctx.fill();
    ctx.globalAlpha = 0.9;
    ctx.lineWidth = 1.25;
    ctx.setLineDash([4, 3]);
    ctx.stroke();
  });
  ctx.setLineDash([]);
  ctx.globalAlpha = 0.16;
  for (const line of layer.lines.filter((each) => each.owner === feature)) {
    const middle = line.parts[0]?.box[1] ?? 0;
    // A band broader than the screen says nothing and takes long to draw.
    ctx.lineWidth = Math.min(frame.width, 2 * radius(middle));
    ctx.beginPath();
    traceLine(frame, line);
    ctx.stroke();
  }
  ctx.restore();
}

function eachPoint(
  frame: Frame,
  { layer, feature }: Highlighted,
  visit: (x: number, y: number, worldY: number) => void,
): void {
  const { owner, world } = layer.points;
  for (let k = owner.indexOf(feature); k >= 0 && k < owner.length && owner[k] === feature; k += 1) {
    const [wx, wy] = [world[2 * k]!, world[2 * k + 1]!];
    visit(wx * frame.scale - frame.left, wy * frame.scale - frame.top, wy);
  }
}

function paintGlow(frame: Frame, { layer, feature }: Highlighted, width: number): void {
  const { ctx } = frame;
  const look = layer.looks[feature]!;
  ctx.save();
  ctx.strokeStyle = GLOW;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.globalAlpha = 0.75;
  for (const line of layer.lines.filter((each) => each.owner === feature)) {
    ctx.beginPath();
    traceLine(frame, line);
    ctx.lineWidth = look.width * PX + 2 * width;
    ctx.stroke();
    drawLine(ctx, look);
  }
  for (const area of layer.areas.filter((each) => each.owner === feature)) {
    ctx.beginPath();
    traceArea(frame, area);
    ctx.lineWidth = look.width * PX + 2 * width;
    ctx.stroke();
    // The outline alone: a second fill would hide the names inside.
    drawArea(ctx, { ...look, fill_opacity: 0 });
  }
  eachPoint(frame, { layer, feature }, (x, y) => {
    ctx.beginPath();
    ctx.arc(x, y, markReach(look) + width / 2, 0, 2 * Math.PI);
    ctx.lineWidth = width;
    ctx.stroke();
    ctx.globalAlpha = 1;
    drawMark(ctx, look, x, y);
    ctx.globalAlpha = 0.75;
  });
  ctx.restore();
}

export function paintHighlight(
  frame: Frame, selected: Highlighted | null, pointed: Highlighted | null,
): void {
  if (pointed !== null && (pointed.layer !== selected?.layer || pointed.feature !== selected.feature)) {
    paintGlow(frame, pointed, 2.5);
  }
  if (selected === null) return;
  paintAccuracy(frame, selected);
  paintGlow(frame, selected, 4);
}
