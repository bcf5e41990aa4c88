/** Draws the whole map in order, and knows what it drew. */

import type { State } from "../app/state";
import { worldX, worldY } from "../geo/mercator";
import type { LayerModel } from "../model/layers";
import type { UnitModel, Units } from "../model/units";
import type { Payload } from "../payload";
import { CanvasLayer } from "./canvasLayer";
import { paintAreas, paintBands, paintLines, paintPoints, type DrawnPoints } from "./features";
import type { Frame } from "./frame";
import { paintHighlight, type Highlighted } from "./highlight";
import { hitTest, type Hit } from "./hit";
import { Labels, type Label } from "./labels";
import { paintBorders, paintChoropleth, paintLand, paintVeil } from "./land";
import { Sprites } from "./symbols";

interface DrawnLayer {
  layer: LayerModel;
  drawn: DrawnPoints;
}

export class Painter {
  readonly canvas: CanvasLayer;
  /** Features the reader sees, by layer. */
  drawn: Record<string, number> = {};
  labels: Label[] = [];
  pointed: Highlighted | null = null;
  /** Told after every drawing. */
  done: () => void = () => undefined;
  private layers: DrawnLayer[] = [];
  private readonly sprites = new Sprites();
  private readonly names = new Labels();

  /** @param all every layer, in the legend's order (the first is drawn last). */
  constructor(
    private readonly payload: Payload,
    private readonly all: readonly LayerModel[],
    private readonly units: Units,
    private readonly state: () => State,
  ) {
    this.canvas = new CanvasLayer(
      (frame) => {
        this.paint(frame);
      },
      (frame) => {
        paintHighlight(frame, this.selected(), this.pointed);
      },
    );
  }

  /** Groups the reader sees now. */
  get groups(): number {
    return this.layers.reduce((sum, each) => sum + each.drawn.groups.length, 0);
  }

  /** What lies under a position (degrees as shown). */
  hit(lon: number, lat: number, zoom: number, grace: number): Hit | null {
    const layers = this.layers.map(({ layer, drawn }) => ({ layer, groups: drawn.groups }));
    return hitTest(layers, { x: worldX(lon), y: worldY(lat), zoom, grace });
  }

  private paint(frame: Frame): void {
    const state = this.state();
    const { payload, units } = this;
    const onTiles = state.basemap !== "";
    const focus = this.focus(state);
    paintLand(frame, units, payload, !onTiles);
    const choropleth = payload.choropleths.find((each) => each.id === state.choropleth);
    if (choropleth !== undefined) paintChoropleth(frame, units, choropleth, onTiles ? 0.65 : 1);
    const deepest = choropleth === undefined ? 0 : this.depthOf(choropleth.level);
    const visible = this.all.filter((layer) => state.visible.has(layer.id)).reverse();
    this.drawn = {};
    for (const layer of visible) this.drawn[layer.id] = paintAreas(frame, layer);
    paintBorders(frame, units, payload, focus === null ? deepest : Math.max(deepest, focus.depth + 1));
    for (const layer of visible) paintBands(frame, layer);
    for (const layer of visible) this.drawn[layer.id]! += paintLines(frame, layer);
    this.layers = visible.map((layer) => {
      const drawn = paintPoints(frame, layer, this.sprites);
      this.drawn[layer.id]! += drawn.seen;
      return { layer, drawn };
    });
    if (focus !== null && focus.depth > 0) paintVeil(frame, units, focus, payload);
    this.labels = this.names.paint(frame, {
      units, layers: this.layers, lang: state.lang, style: payload.boundary_style,
      selected: this.selected(), focus,
    });
    this.done();
  }

  private depthOf(level: string): number {
    return this.units.all.find((unit) => unit.spec.level === level)?.depth ?? 0;
  }

  private focus(state: State): UnitModel | null {
    const { selection } = state;
    return selection?.kind === "unit" ? (this.units.byCode.get(selection.adcode) ?? null) : null;
  }

  private selected(): Highlighted | null {
    const { selection, visible } = this.state();
    if (selection?.kind !== "feature" || !visible.has(selection.layer)) return null;
    const layer = this.all.find((each) => each.id === selection.layer);
    if (layer?.shown[selection.feature] !== 1) return null;
    return { layer, feature: selection.feature };
  }
}
