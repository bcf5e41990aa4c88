/** One drawing: where the canvas lies in the world, and how big a pixel is. */

import type { Box } from "../geo/grid";

export interface Frame {
  ctx: CanvasRenderingContext2D;
  zoom: number;
  /** Pixels a world unit. */
  scale: number;
  /** Pixel position of the canvas's corner in the world at this zoom. */
  left: number;
  top: number;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels a CSS pixel. */
  ratio: number;
  /** What the canvas covers, and what the reader sees of it, in world units. */
  covered: Box;
  seen: Box;
}

/** CSS pixels a point (1/72 inch): symbols are given in points, for screen and paper alike. */
export const PX = 4 / 3;

/** Add a line of world units to the current path. */
export function trace(frame: Frame, world: Float64Array): void {
  const { ctx, scale, left, top } = frame;
  for (let i = 0; i < world.length; i += 2) {
    const x = world[i]! * scale - left;
    const y = world[i + 1]! * scale - top;
    if (i === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  }
}
