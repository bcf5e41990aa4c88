/** The pointer on the map: tooltips, popups, selection, groups that open, units that are chosen. */

import L from "leaflet";

import type { App } from "../app/app";
import { anchorNear } from "../draw/anchor";
import type { Highlighted } from "../draw/highlight";
import type { Hit } from "../draw/hit";
import { latAt, lonAt, worldX, worldY } from "../geo/mercator";
import { statusThen } from "../model/filter";
import type { LayerModel } from "../model/layers";
import { citedTitles, facts, factList, statusBadge, type Fact } from "./facts";
import { shortHistory } from "./history";
import { h } from "./dom";
import type { Measure } from "./measure";

/** Zoom from which a click on land chooses the finer unit. */
const FINE_ZOOM = 9.5;
/** Pixels a map must have for a popup; below it the panel alone tells. */
const LEAST_ROOM = 560;
/** What a popup tells; the panel tells the rest. */
const IN_POPUP = new Set<Fact["kind"]>(["date", "document", "quote", "position", "accuracy"]);
/** What the history tells better, where there is one. */
const IN_HISTORY = new Set<Fact["kind"]>(["document", "quote"]);

/** Name a popup's button; a long popup scrolls, also for those who have no wheel. */
function makeReachable(popup: HTMLElement | undefined, close: string, name: string): void {
  popup?.querySelector("a.leaflet-popup-close-button")?.setAttribute("aria-label", close);
  const scrolled = popup?.querySelector(".leaflet-popup-scrolled");
  scrolled?.setAttribute("tabindex", "0");
  scrolled?.setAttribute("role", "group");
  scrolled?.setAttribute("aria-label", name);
}

export class MapPointer {
  readonly tip = h("div", { class: "sx-tip", "aria-hidden": "true" });
  private popup: L.Popup | null = null;
  private waiting = 0;
  /** Where the reader clicked, world units; a selection made elsewhere has none. */
  private looked: [number, number] | null = null;

  constructor(
    private readonly app: App,
    private readonly measure: Measure,
  ) {
    const { map, store } = app;
    this.tip.hidden = true;
    map.on("click", (event) => {
      this.click(event);
    });
    map.on("mousemove", (event) => {
      if (this.waiting !== 0) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        this.point(event);
      });
    });
    map.on("mouseout movestart", () => {
      this.leave();
    });
    store.on(["selection", "lang", "visible", "basemap", "year"], () => {
      this.showPopup();
    });
  }

  private hit(event: L.LeafletMouseEvent): Hit | null {
    const touch = (event.originalEvent as Partial<PointerEvent>).pointerType === "touch" || this.app.phone;
    const { lat, lng } = event.latlng;
    return this.app.painter.hit(lng, lat, this.app.map.getZoom(), touch ? 12 : 3);
  }

  private click(event: L.LeafletMouseEvent): void {
    const { app } = this;
    if (this.measure.click(event.latlng)) return;
    const hit = this.hit(event);
    this.looked = [worldX(event.latlng.lng), worldY(event.latlng.lat)];
    if (hit?.kind === "feature") app.openFeature(hit.layer, hit.feature, false);
    else if (hit?.kind === "group") app.fit(hit.group.box, app.map.getZoom() + 3);
    else if (app.store.state.selection?.kind === "feature") app.store.set({ selection: null });
    else this.chooseUnit(event.latlng);
  }

  /** A click on bare land chooses the unit there; a click outside clears the choice. */
  private chooseUnit(at: L.LatLng): void {
    const { app } = this;
    const zoom = app.map.getZoom();
    const { selection } = app.store.state;
    const current = selection?.kind === "unit" ? app.units.byCode.get(selection.adcode) : undefined;
    const depth = current !== undefined && zoom >= FINE_ZOOM - 1.5 ? 2 : 1;
    const [x, y] = [worldX(at.lng), worldY(at.lat)];
    const unit = app.units.at(depth, x, y, zoom) ?? app.units.at(1, x, y, zoom);
    if (unit === undefined) app.store.set({ selection: null });
    else if (unit !== current) app.openUnit(unit.spec.adcode);
  }

  private point(event: L.LeafletMouseEvent): void {
    const { app, tip } = this;
    const hit = this.measure.mode === null ? this.hit(event) : null;
    this.glow(hit?.kind === "feature" ? hit : null);
    app.map.getContainer().classList.toggle("sx-pointing", hit !== null);
    tip.hidden = hit === null && !this.tipForUnit(event);
    if (tip.hidden) return;
    if (hit !== null) tip.replaceChildren(...this.tipOf(hit));
    const { x, y } = event.containerPoint;
    const right = x > app.map.getSize().x - 220;
    L.DomUtil.setPosition(tip, L.point(right ? x - 14 - tip.offsetWidth : x + 14, y + 14));
  }

  private glow(pointed: Highlighted | null): void {
    const { painter } = this.app;
    const before = painter.pointed;
    if (before?.layer === pointed?.layer && before?.feature === pointed?.feature) return;
    painter.pointed = pointed;
    painter.canvas.drawOverlay();
  }

  /** On a choropleth the tip tells the unit's number. */
  private tipForUnit(event: L.LeafletMouseEvent): boolean {
    const { app, tip } = this;
    const { words } = app;
    const shown = app.payload.choropleths.find((each) => each.id === app.store.state.choropleth);
    const level = app.units.all.find((unit) => unit.spec.level === shown?.level);
    if (shown === undefined || level === undefined) return false;
    const { lng, lat } = event.latlng;
    const unit = app.units.at(level.depth, worldX(lng), worldY(lat), app.map.getZoom());
    if (unit === undefined) return false;
    const value = shown.values[unit.spec.adcode] ?? null;
    const told = value === null ? words.t("missing") : `${words.number(value)} ${words.text(shown.unit)}`;
    tip.replaceChildren(h("b", {}, words.text(unit.spec.name)), h("span", {}, told));
    return true;
  }

  private tipOf(hit: Hit): Node[] {
    const { words } = this.app;
    if (hit.kind === "group") return [h("b", {}, words.t("group_of", { n: hit.group.count }))];
    const { layer, feature } = hit;
    const badge = this.badge(layer, feature);
    const over = h("span", {}, words.text(layer.spec.title));
    return [h("b", {}, layer.name(feature, words.lang())), over, badge].filter((node) => node !== null);
  }

  /** The status as drawn: of the year chosen, where one is. */
  private badge(layer: LayerModel, feature: number): HTMLElement | null {
    const { year } = this.app.store.state;
    const { documents } = this.app.payload;
    return statusBadge(this.app, (year === null ? layer.status(feature) : statusThen(layer, feature, year, documents)) ?? "");
  }

  private centre(): [number, number] {
    const { lat, lng } = this.app.map.getCenter();
    return [worldX(lng), worldY(lat)];
  }

  private leave(): void {
    this.tip.hidden = true;
    this.glow(null);
  }

  /** What a popup tells of a feature: the sources of its status by their titles alone. */
  private told(layer: LayerModel, feature: number): Fact[] {
    const { app } = this;
    return facts(app, layer, feature).flatMap((fact) => {
      if (fact.name !== "status_source") return IN_POPUP.has(fact.kind) ? [fact] : [];
      return [{ ...fact, value: [citedTitles(app, layer.text(fact.name, feature))] }];
    });
  }

  /** A short popup at the selected feature; on a phone the sheet alone has room. */
  private showPopup(): void {
    const { app } = this;
    this.popup?.remove();
    this.popup = null;
    const selected = app.selected(app.store.state.selection);
    // The panel beside the map has just opened or closed.
    app.map.invalidateSize({ animate: false, pan: false });
    const room = app.map.getSize();
    if (selected === null || Math.min(room.x, 1.5 * room.y) < LEAST_ROOM) return;
    if (!app.store.state.visible.has(selected.layer.id)) return;
    const { layer, feature } = selected;
    const clicked = this.looked !== null;
    const anchor = anchorNear(layer, feature, this.looked ?? this.centre());
    this.looked = null;
    if (anchor === null) return;
    const at = L.latLng(latAt(anchor[1]), lonAt(anchor[0]));
    const history = shortHistory(app, layer.mentions(feature));
    const rows = this.told(layer, feature).filter(({ kind }) => history === null || !IN_HISTORY.has(kind));
    const place = rows.findIndex(({ kind }) => kind === "position");
    const split = place < 0 ? rows.length : place;
    const content = h(
      "div", { class: "sx-popup" },
      h("p", { class: "sx-over" }, app.words.text(layer.spec.title), this.badge(layer, feature)),
      h("h3", {}, layer.name(feature, app.words.lang())),
      factList(rows.slice(0, split)),
      history,
      factList(rows.slice(split)),
    );
    // The map moves to make room only for a feature that was clicked; to the others it has just flown.
    this.popup = L.popup({ autoPan: clicked, autoPanPadding: [16, 16], autoPanPaddingBottomRight: [64, 16], maxWidth: 320, minWidth: 240, maxHeight: Math.round(room.y / 2) - 70, offset: [0, -8], className: "sx-leaflet-popup" })
      .setLatLng(at)
      .setContent(content)
      .openOn(app.map);
    makeReachable(this.popup.getElement(), app.words.t("close"), layer.name(feature, app.words.lang()));
  }
}
