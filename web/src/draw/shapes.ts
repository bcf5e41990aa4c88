/** Shapes of marks, all drawn inside a circle of the mark's diameter. */

type Draw = (ctx: CanvasRenderingContext2D, r: number) => void;

/** A closed figure through points of alternating radius, the first straight up. */
function figure(corners: number, inner: number, turn = 0): Draw {
  return (ctx, r) => {
    const points = inner === 1 ? corners : 2 * corners;
    for (let i = 0; i < points; i += 1) {
      const angle = (2 * Math.PI * i) / points - Math.PI / 2 + turn;
      const radius = inner !== 1 && i % 2 === 1 ? r * inner : r;
      const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    ctx.closePath();
  };
}

function polygon(points: readonly number[]): Draw {
  return (ctx, r) => {
    for (let i = 0; i < points.length; i += 2) {
      if (i === 0) ctx.moveTo(points[0]! * r, points[1]! * r);
      else ctx.lineTo(points[i]! * r, points[i + 1]! * r);
    }
    ctx.closePath();
  };
}

const ARM = 0.34;
const SHAPES: Record<string, Draw> = {
  circle: (ctx, r) => {
    ctx.arc(0, 0, r, 0, 2 * Math.PI);
  },
  square: polygon([-0.84, -0.84, 0.84, -0.84, 0.84, 0.84, -0.84, 0.84]),
  diamond: figure(4, 1),
  triangle: polygon([0, -1, 0.95, 0.75, -0.95, 0.75]),
  pentagon: figure(5, 1),
  hexagon: figure(6, 1),
  star: figure(5, 0.45),
  cross: polygon([
    -ARM, -1, ARM, -1, ARM, -ARM, 1, -ARM, 1, ARM, ARM, ARM,
    ARM, 1, -ARM, 1, -ARM, ARM, -1, ARM, -1, -ARM, -ARM, -ARM,
  ]),
  flag: polygon([-0.5, -1, 0.9, -0.5, -0.2, 0, -0.2, 1, -0.5, 1]),
};

/** Begin a path with a shape of a diameter about the canvas's origin. */
export function traceShape(ctx: CanvasRenderingContext2D, shape: string, diameter: number): void {
  ctx.beginPath();
  (SHAPES[shape] ?? SHAPES["circle"]!)(ctx, diameter / 2);
}
