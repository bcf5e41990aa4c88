/** Measuring distances and areas on the ellipsoid, click by click. */

import L from "leaflet";

import type { App } from "../app/app";
import { wgs84To } from "../geo/datum";
import { pathLength, ringArea, type Position } from "../geo/geodesic";
import { h, iconButton, ICONS, repaint } from "./dom";

export type Mode = "distance" | "area";
const INK = "#b3261e";

export class Measure {
  /** Result and instructions, over the map. */
  readonly element = h("div", { class: "sx-measure", role: "status" });
  mode: Mode | null = null;
  private positions: Position[] = [];
  private readonly drawing = L.layerGroup();
  /** Told when measuring starts or stops. */
  changed: () => void = () => undefined;

  constructor(private readonly app: App) {
    this.element.hidden = true;
    this.drawing.addTo(app.map);
    app.store.on(["lang", "basemap"], () => {
      this.redraw();
    });
  }

  toggle(mode: Mode): void {
    this.mode = this.mode === mode ? null : mode;
    this.positions = [];
    const { map } = this.app;
    if (this.mode === null) map.doubleClickZoom.enable();
    else map.doubleClickZoom.disable();
    map.getContainer().classList.toggle("sx-measuring", this.mode !== null);
    this.redraw();
    this.changed();
  }

  stop(): void {
    if (this.mode !== null) this.toggle(this.mode);
  }

  /** A click on the map; true where it belonged to a measure. */
  click(at: L.LatLng): boolean {
    if (this.mode === null) return false;
    this.positions.push(this.app.ground(at));
    this.redraw();
    return true;
  }

  undo(): void {
    this.positions.pop();
    this.redraw();
  }

  private redraw(): void {
    this.drawing.clearLayers();
    this.element.hidden = this.mode === null;
    if (this.mode === null) return;
    const { datum, words } = this.app;
    const shown = this.positions.map(([lon, lat]): L.LatLngTuple => {
      const [x, y] = wgs84To(lon, lat, datum);
      return [y, x];
    });
    const style = { color: INK, weight: 2.5, interactive: false, dashArray: "6 4" };
    if (this.mode === "area" && shown.length > 2) L.polygon(shown, { ...style, fillOpacity: 0.12 }).addTo(this.drawing);
    else L.polyline(shown, style).addTo(this.drawing);
    for (const at of shown) {
      L.circleMarker(at, { radius: 4, color: INK, weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false }).addTo(this.drawing);
    }
    const undo = () => {
      this.undo();
    };
    const stop = () => {
      this.stop();
    };
    repaint(
      this.element,
      h("b", {}, this.result()),
      h("button", { type: "button", class: "sx-text", key: "undo", on: { click: undo } }, words.t("undo")),
      iconButton(ICONS.close, words.t("measure_stop"), { key: "measure-stop", on: { click: stop } }),
    );
  }

  private result(): string {
    const { words } = this.app;
    const { positions, mode } = this;
    if (mode === "area" && positions.length > 2) {
      const around = pathLength([...positions, positions[0]!]);
      return `${words.t("area_of")} ${words.area(ringArea(positions))} · ${words.t("distance")} ${words.length(around)}`;
    }
    if (mode === "distance" && positions.length > 1) {
      return `${words.t("distance")} ${words.length(pathLength(positions))}`;
    }
    return words.t("measure_hint");
  }
}
