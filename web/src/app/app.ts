/** What every part of the page may ask for: the data, the state, the words, the map. */

import type L from "leaflet";

import type { Painter } from "../draw/painter";
import type { Datum } from "../geo/datum";
import { wgs84From } from "../geo/datum";
import type { Box } from "../geo/grid";
import { latAt, lonAt } from "../geo/mercator";
import type { LayerModel } from "../model/layers";
import type { Units } from "../model/units";
import type { Payload } from "../payload";
import type { Selection, Store } from "./state";
import { toggled } from "./state";
import type { Words } from "./words";

/** What an `App` is made of. */
export type Parts = Pick<
  App, "payload" | "layers" | "units" | "store" | "words" | "map" | "painter" | "root"
>;

export class App {
  readonly byId: Map<string, LayerModel>;
  /** Set once the page's parts stand. */
  say: (text: string) => void = () => undefined;

  readonly payload: Payload;
  readonly layers: LayerModel[];
  readonly units: Units;
  readonly store: Store;
  readonly words: Words;
  readonly map: L.Map;
  readonly painter: Painter;
  readonly root: HTMLElement;

  constructor(parts: Parts) {
    ({
      payload: this.payload, layers: this.layers, units: this.units, store: this.store,
      words: this.words, map: this.map, painter: this.painter, root: this.root,
    } = parts);
    this.byId = new Map(this.layers.map((layer) => [layer.id, layer]));
  }

  /** Datum of what is shown now: the chosen basemap's, else WGS-84. */
  get datum(): Datum {
    const { basemap } = this.store.state;
    return this.payload.basemaps.find((each) => each.id === basemap)?.datum ?? "wgs84";
  }

  get visible(): LayerModel[] {
    const { visible } = this.store.state;
    return this.layers.filter((layer) => visible.has(layer.id));
  }

  get phone(): boolean {
    // The media query of css/phone.css; asking for a width would lay the page out first.
    return matchMedia("(max-width: 719px)").matches;
  }

  get calm(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** A position on the map as shown → WGS-84. */
  ground(at: L.LatLng): [lon: number, lat: number] {
    return wgs84From(at.lng, at.lat, this.datum);
  }

  /** Bring a box (world units) into view. */
  fit(box: Box, most = 12): void {
    // The panel beside the map may have opened a moment ago.
    this.map.invalidateSize({ animate: false, pan: false });
    const corners: L.LatLngTuple[] = [
      [latAt(box[1]), lonAt(box[0])],
      [latAt(box[3]), lonAt(box[2])],
    ];
    const size = this.map.getSize();
    const pad = Math.min(56, Math.round(size.x / 12));
    // On a phone the search box lies over the map's head and the sheet over its lower half.
    const [top, bottom] = this.phone ? [118, Math.round(size.y * 0.46) + 10] : [pad, pad];
    this.map.fitBounds(corners, {
      maxZoom: most, paddingTopLeft: [pad, top], paddingBottomRight: [pad, bottom], animate: !this.calm,
    });
  }

  /** Open a feature: its layer is switched on, and unless asked not to the map goes there. */
  openFeature(layer: LayerModel, feature: number, fly = true): void {
    this.store.set({
      visible: toggled(this.store.state.visible, layer.id, true),
      selection: { kind: "feature", layer: layer.id, feature },
    });
    const box = fly ? layer.box(feature) : null;
    if (box === null) return;
    const point = box[0] === box[2] && box[1] === box[3];
    this.fit(box, point ? Math.max(10, this.map.getZoom()) : 11);
  }

  /** Choose an administrative unit and zoom to it. */
  openUnit(adcode: string): void {
    const unit = this.units.byCode.get(adcode);
    if (unit === undefined) return;
    this.store.set({ selection: { kind: "unit", adcode } });
    this.fit(unit.box, 13);
  }

  /** The feature of a selection, if it is one. */
  selected(selection: Selection | null): { layer: LayerModel; feature: number } | null {
    if (selection?.kind !== "feature") return null;
    const layer = this.byId.get(selection.layer);
    return layer === undefined ? null : { layer, feature: selection.feature };
  }
}
