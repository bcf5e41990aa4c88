/** What a `SymbolSpec` looks like: the one place where marks, lines and areas are inked, map and legend. */

import type { SymbolSpec } from "../payload";
import { PX } from "./frame";
import { traceShape } from "./shapes";

type Ctx = CanvasRenderingContext2D;

/** Light rim that keeps a symbol apart from what lies below it. */
const CASING = "#ffffff";
const CASING_PX = 1.5;

function dashes(ctx: Ctx, symbol: SymbolSpec, width: number): void {
  ctx.setLineDash(symbol.dash.map((length) => length * width));
}

/** Draw a mark about (x, y) in pixels. */
export function drawMark(ctx: Ctx, symbol: SymbolSpec, x: number, y: number): void {
  const width = symbol.width * PX;
  ctx.save();
  ctx.translate(x, y);
  traceShape(ctx, symbol.shape, symbol.size * PX);
  ctx.lineJoin = "round";
  ctx.strokeStyle = CASING;
  ctx.lineWidth = width + 2 * CASING_PX;
  ctx.stroke();
  ctx.fillStyle = symbol.fill === "" ? symbol.color : symbol.fill;
  ctx.globalAlpha = symbol.fill_opacity;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = symbol.color;
  ctx.lineWidth = width;
  dashes(ctx, symbol, width);
  ctx.stroke();
  ctx.restore();
}

/** Half the space a mark takes, pixels. */
export function markReach(symbol: SymbolSpec): number {
  return (symbol.size * PX) / 2 + (symbol.width * PX) / 2 + CASING_PX;
}

/** Draw the soft band under an inexact line along the current path. */
export function drawBand(ctx: Ctx, symbol: SymbolSpec): void {
  if (symbol.band_width <= 0) return;
  ctx.save();
  ctx.globalAlpha = symbol.band_opacity;
  ctx.strokeStyle = symbol.color;
  ctx.lineWidth = symbol.width * symbol.band_width * PX;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.stroke();
  ctx.restore();
}

/** Draw a line along the current path: a light casing, then the line with its status's pattern. */
export function drawLine(ctx: Ctx, symbol: SymbolSpec): void {
  const width = symbol.width * PX;
  ctx.save();
  ctx.lineJoin = "round";
  ctx.lineCap = "butt";
  if (symbol.band_width <= 0) {
    ctx.strokeStyle = CASING;
    ctx.globalAlpha = 0.85;
    ctx.lineWidth = width + 2 * CASING_PX;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.strokeStyle = symbol.color;
  ctx.lineWidth = width;
  dashes(ctx, symbol, width);
  if (symbol.dash.length === 0) ctx.lineCap = "round";
  ctx.stroke();
  ctx.restore();
}

/** Fill and outline the current path (even-odd: holes stay open). */
export function drawArea(ctx: Ctx, symbol: SymbolSpec): void {
  const width = symbol.width * PX;
  ctx.save();
  ctx.fillStyle = symbol.fill === "" ? symbol.color : symbol.fill;
  ctx.globalAlpha = symbol.fill_opacity;
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
  ctx.strokeStyle = symbol.color;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  dashes(ctx, symbol, width);
  ctx.stroke();
  ctx.restore();
}

/** Draw a symbol into a legend's swatch of a size in pixels. */
export function drawSwatch(ctx: Ctx, symbol: SymbolSpec, width: number, height: number): void {
  const middle = height / 2;
  if (symbol.geometry === "point") {
    drawMark(ctx, symbol, width / 2, middle);
    return;
  }
  ctx.beginPath();
  if (symbol.geometry === "area") {
    ctx.rect(4, 3, width - 8, height - 6);
    drawArea(ctx, symbol);
    return;
  }
  ctx.moveTo(3, middle);
  ctx.lineTo(width - 3, middle);
  drawBand(ctx, symbol);
  drawLine(ctx, symbol);
}

/** Marks drawn once and copied: a hundred thousand of them cost a hundred thousand copies. */
export class Sprites {
  private made = new Map<SymbolSpec, HTMLCanvasElement>();
  private ratio = 0;

  draw(ctx: Ctx, symbol: SymbolSpec, at: readonly [number, number], ratio: number): void {
    if (ratio !== this.ratio) this.made = new Map();
    this.ratio = ratio;
    const reach = Math.ceil(markReach(symbol));
    let sprite = this.made.get(symbol);
    if (sprite === undefined) {
      sprite = document.createElement("canvas");
      sprite.width = sprite.height = Math.ceil(2 * reach * ratio);
      const own = sprite.getContext("2d")!;
      own.scale(ratio, ratio);
      drawMark(own, symbol, reach, reach);
      this.made.set(symbol, sprite);
    }
    const side = sprite.width / ratio;
    ctx.drawImage(sprite, at[0] - reach, at[1] - reach, side, side);
  }
}
