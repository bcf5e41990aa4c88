/** Two canvases that move with a Leaflet map: the picture, and the overlay above it. */

import L from "leaflet";

import type { Frame } from "./frame";
import { stillCopy } from "./still";

/** How far the canvases reach beyond what is seen, as a share of it on either side. */
const PADDING = 0.12;

interface ZoomAnimation {
  center: L.LatLng;
  zoom: number;
}

export type Paint = (frame: Frame) => void;

export class CanvasLayer extends L.Layer {
  private readonly picture = document.createElement("canvas");
  private readonly overlay = document.createElement("canvas");
  private readonly holder = document.createElement("div");
  private last: Frame | null = null;
  private center: L.LatLng | null = null;
  private waiting = 0;
  /** Device pixels a CSS pixel; null takes the screen's. */
  private ratio: number | null = null;

  /** @param paintPicture draws everything. @param paintOverlay draws what changes with the pointer. */
  constructor(
    private readonly paintPicture: Paint,
    private readonly paintOverlay: Paint,
  ) {
    super();
    this.holder.className = "sx-canvas leaflet-zoom-animated";
    this.holder.append(this.picture, this.overlay);
  }

  override onAdd(map: L.Map): this {
    map.getPanes().overlayPane.append(this.holder);
    this.draw();
    return this;
  }

  override onRemove(): this {
    this.holder.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: () => {
        this.draw();
      },
      resize: () => {
        this.draw();
      },
      move: () => {
        if (this.leavesCanvas()) this.drawSoon();
      },
      zoom: () => {
        this.transform(this._map.getCenter(), this._map.getZoom());
      },
      zoomanim: (event) => {
        const { center, zoom } = event as unknown as ZoomAnimation;
        this.transform(center, zoom);
      },
    };
  }

  /** The frame of the last drawing. */
  get frame(): Frame | null {
    return this.last;
  }

  /** Draw everything now. */
  draw(): void {
    if (this.waiting !== 0) cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.last = this.newFrame();
    this.clear(this.picture, this.last);
    this.paintPicture(this.last);
    this.drawOverlay();
  }

  /** Draw everything before the next frame of the screen, once. */
  drawSoon(): void {
    if (this.waiting === 0) {
      this.waiting = requestAnimationFrame(() => {
        this.draw();
      });
    }
  }

  /** Draw the overlay alone. */
  drawOverlay(): void {
    if (this.last === null) return;
    const ctx = this.overlay.getContext("2d")!;
    this.clear(this.overlay, this.last);
    this.paintOverlay({ ...this.last, ctx });
  }

  /** Put a fine, still picture in the canvases' place for the printer. */
  freeze(ratio: number): void {
    this.ratio = ratio;
    this.draw();
    this.holder.replaceChildren(stillCopy(this.picture, this.overlay));
  }

  /** Back to the screen's drawing. */
  thaw(): void {
    this.ratio = null;
    this.holder.replaceChildren(this.picture, this.overlay);
    this.draw();
  }

  private newFrame(): Frame {
    const map = this._map;
    const size = map.getSize();
    const pad = size.multiplyBy(PADDING).round();
    const zoom = map.getZoom();
    const corner = map.containerPointToLayerPoint(L.point(0, 0)).subtract(pad);
    const { x: left, y: top } = map.getPixelOrigin().add(corner);
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    const scale = 2 ** zoom;
    this.center = map.getCenter();
    L.DomUtil.setTransform(this.holder, corner, 1);
    return {
      ctx: this.picture.getContext("2d")!,
      zoom, scale, left, top, width, height,
      ratio: this.ratio ?? Math.max(1, window.devicePixelRatio || 1),
      covered: [left / scale, top / scale, (left + width) / scale, (top + height) / scale],
      seen: [
        (left + pad.x) / scale,
        (top + pad.y) / scale,
        (left + width - pad.x) / scale,
        (top + height - pad.y) / scale,
      ],
    };
  }

  /** While the map zooms the old picture is stretched along. */
  private transform(center: L.LatLng, zoom: number): void {
    if (this.last === null || this.center === null) return;
    const map = this._map;
    const scale = 2 ** (zoom - this.last.zoom);
    const corner = L.point(this.last.left, this.last.top).multiplyBy(scale);
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    L.DomUtil.setTransform(this.holder, corner.subtract(origin), scale);
  }

  private leavesCanvas(): boolean {
    if (this.last?.zoom !== this._map.getZoom()) return false;
    const corner = this._map.getPixelBounds().min;
    if (!corner) return false;
    const size = this._map.getSize();
    const { left, top, width, height } = this.last;
    return (
      corner.x < left || corner.y < top || corner.x + size.x > left + width || corner.y + size.y > top + height
    );
  }

  private clear(canvas: HTMLCanvasElement, frame: Frame): void {
    const [width, height] = [Math.round(frame.width * frame.ratio), Math.round(frame.height * frame.ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${frame.width}px`;
      canvas.style.height = `${frame.height}px`;
    }
    const ctx = canvas.getContext("2d")!;
    ctx.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    ctx.clearRect(0, 0, frame.width, frame.height);
  }
}

