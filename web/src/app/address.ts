/** The address follows the state, and the state follows an address that is opened or edited. */

import L from "leaflet";

import { wgs84To } from "../geo/datum";
import type { App } from "./app";
import { addressOf, readHash, writeHash, type Address, type View } from "./hash";
import type { Selection, State } from "./state";

/** `layer/feature id` or an adcode; empty for no selection. */
export function selectionText(app: App, selection: Selection | null): string {
  if (selection?.kind === "unit") return selection.adcode;
  const selected = app.selected(selection);
  return selected === null ? "" : `${selected.layer.id}/${selected.layer.text("id", selected.feature)}`;
}

function readSelection(app: App, text: string): Selection | null {
  if (app.units.byCode.has(text)) return { kind: "unit", adcode: text };
  const cut = text.indexOf("/");
  const layer = app.byId.get(text.slice(0, cut));
  const feature = layer?.find(text.slice(cut + 1)) ?? -1;
  return layer === undefined || feature < 0 ? null : { kind: "feature", layer: layer.id, feature };
}

function known(text: string | undefined, among: readonly { id: string }[]): string {
  return text !== undefined && among.some((each) => each.id === text) ? text : "";
}

/** The state an address asks for, on top of the state the page starts with. */
export function stateOf(app: App, address: Address, start: State): State {
  const set = (name: "hiddenClasses" | "hiddenStatus" | "hiddenPosition") =>
    address[name] === undefined ? start[name] : new Set(address[name]);
  return {
    ...start,
    lang: address.lang ?? start.lang,
    visible: address.visible === undefined ? start.visible : new Set(address.visible.filter((id) => app.byId.has(id))),
    hiddenClasses: set("hiddenClasses"),
    hiddenStatus: set("hiddenStatus"),
    hiddenPosition: set("hiddenPosition"),
    year: address.year ?? null,
    query: address.query ?? "",
    selection: readSelection(app, address.selection ?? ""),
    choropleth: known(address.choropleth, app.payload.choropleths),
    basemap: known(address.basemap, app.payload.basemaps),
    table: address.table ?? false,
  };
}

function showView(app: App, view: View): void {
  // A panel that opened with the selection took its room: the view is that of the room left.
  app.map.invalidateSize({ animate: false, pan: false });
  const [lon, lat] = wgs84To(view.center[0], view.center[1], app.datum);
  app.map.setView(L.latLng(lat, lon), view.zoom, { animate: false });
}

/** Take over what the address says now: the state, then the view it names or the selection needs. */
export function openAddress(app: App, start: State): void {
  const address = readHash(location.hash);
  const wanted = stateOf(app, address, start);
  app.store.set(wanted);
  if (address.view !== undefined) showView(app, address.view);
  else if (wanted.selection?.kind === "unit") app.openUnit(wanted.selection.adcode);
  else {
    const selected = app.selected(wanted.selection);
    if (selected !== null) app.openFeature(selected.layer, selected.feature);
  }
}

/** Keep address and state together from now on. */
export function followAddress(app: App, start: State): void {
  let written = location.hash.replace(/^#/, "");
  let moved = written !== "";
  let waiting = 0;
  const write = () => {
    waiting = 0;
    const [lon, lat] = app.ground(app.map.getCenter());
    const view = moved ? { zoom: app.map.getZoom(), center: [lon, lat] as const } : undefined;
    const { state } = app.store;
    const text = writeHash(addressOf(state, start, view, selectionText(app, state.selection)));
    if (text === written) return;
    written = text;
    try {
      history.replaceState(null, "", text === "" ? location.pathname + location.search : `#${text}`);
    } catch {
      // A page inside a notebook has no address of its own.
    }
  };
  const soon = () => {
    if (waiting === 0) waiting = window.setTimeout(write, 150);
  };
  app.map.on("moveend", () => {
    moved = true;
    soon();
  });
  app.store.on(
    ["lang", "visible", "hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query", "selection", "choropleth", "basemap", "table"],
    soon,
  );
  window.addEventListener("hashchange", () => {
    const now = location.hash.replace(/^#/, "");
    if (now === written || now === app.map.getContainer().id) return;
    written = now;
    openAddress(app, start);
  });
}
