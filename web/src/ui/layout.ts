/** The page's parts put together around the map. */

import type { App } from "../app/app";
import type { Selection } from "../app/state";
import { basemapChooser } from "./basemap";
import { cities, thematic } from "./cities";
import { credits, drawnCount } from "./credits";
import { dataTable } from "./table";
import { detailPanel } from "./detail";
import { figures } from "./figures";
import { byKey, h, iconButton, ICONS, repaint } from "./dom";
import { legend } from "./legend";
import { Measure } from "./measure";
import { MapPointer } from "./pointer";
import { printSheet } from "./printSheet";
import { searchBox } from "./searchBox";
import { timebar } from "./timebar";
import { toolbar } from "./toolbar";
import { layerTree } from "./tree";

function header(app: App, panel: HTMLElement): HTMLElement {
  const element = h("header", { class: "sx-header" });
  const fold = () => {
    const folded = app.root.classList.toggle("sx-folded");
    panel.inert = folded;
    redraw();
    app.map.invalidateSize({ animate: false, pan: false });
  };
  const redraw = () => {
    const { words, store, payload } = app;
    const folded = app.root.classList.contains("sx-folded");
    const other = store.state.lang === "zh" ? "en" : "zh";
    const language = h(
      "button",
      { type: "button", class: "sx-lang", lang: other === "zh" ? "zh-Hans" : "en", key: "lang", "aria-label": words.t("other_language"), on: { click: () => { store.set({ lang: other }); } } },
      words.t("language"),
    );
    repaint(
      element,
      h("h1", { title: words.text(payload.description) }, words.text(payload.title)),
      language,
      iconButton(ICONS.menu, words.t(folded ? "expand" : "collapse"), { key: "fold", class: "sx-fold", "aria-expanded": !folded, "aria-controls": "sx-panel", on: { click: fold } }),
    );
  };
  redraw();
  app.store.on(["lang"], redraw);
  return element;
}

function sidePanel(app: App): HTMLElement {
  const note = h("p", { class: "sx-note sx-description" });
  const describe = () => {
    note.textContent = app.words.text(app.payload.description);
  };
  describe();
  app.store.on(["lang"], describe);
  const parts = [layerTree(app), thematic(app), basemapChooser(app), legend(app), cities(app), figures(app)];
  return h("div", { class: "sx-panel", id: "sx-panel" }, note, ...parts);
}

/** Texts of the document itself: language, title, description, names of landmarks. */
function followLanguage(app: App, named: { skip: HTMLElement; left: HTMLElement }): void {
  const follow = () => {
    const { words, payload } = app;
    document.documentElement.lang = words.tag;
    document.title = words.text(payload.title);
    let meta = document.querySelector('meta[name="description"]');
    if (meta === null) {
      meta = h("meta", { name: "description" });
      document.head.append(meta);
    }
    meta.setAttribute("content", words.text(payload.description));
    named.skip.textContent = words.t("skip_to_map");
    named.left.setAttribute("aria-label", words.t("menu"));
    app.map.getContainer().setAttribute("aria-label", `${words.text(payload.title)}. ${words.t("map_hint")}`);
  };
  follow();
  app.store.on(["lang"], follow);
}

/** Name of what is selected. */
function selectedName(app: App, selection: Selection): string {
  if (selection.kind === "unit") {
    const unit = app.units.byCode.get(selection.adcode);
    return unit === undefined ? "" : app.words.text(unit.spec.name);
  }
  const selected = app.selected(selection);
  return selected === null ? "" : selected.layer.name(selected.feature, app.words.lang());
}

/** Give the focus back where it came from, if closing what had it left it nowhere. */
function returnFocus(app: App, from: Element | null): void {
  const { activeElement } = document;
  // What has just been hidden keeps the focus until the next frame.
  const lost = activeElement === null || activeElement === document.body || activeElement.closest("[hidden]") !== null;
  if (!lost) return;
  const back = from instanceof HTMLElement && from.isConnected ? from : app.map.getContainer();
  back.focus({ preventScroll: true });
}

/** What was chosen is said aloud, and the focus is never lost. */
function announceSelection(app: App): void {
  let from: Element | null = null;
  app.store.on(["selection"], ({ selection }) => {
    if (selection === null) {
      returnFocus(app, from);
      from = null;
      return;
    }
    from ??= document.activeElement;
    app.say(app.words.t("selected", { name: selectedName(app, selection) }));
  });
}

function closeOnEscape(app: App, measure: Measure): void {
  app.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]") !== null) return;
    if (measure.mode !== null) measure.stop();
    else if (app.store.state.selection !== null) app.store.set({ selection: null });
    else if (app.store.state.table) app.store.set({ table: false });
    else return;
    event.preventDefault();
    const focused = document.activeElement;
    if (focused === null || focused === document.body) app.map.getContainer().focus({ preventScroll: true });
  });
}

function keepMapSize(app: App, element: HTMLElement): void {
  new ResizeObserver(() => {
    if (app.root.classList.contains("sx-printing")) return;
    app.map.invalidateSize({ animate: false, pan: false });
  }).observe(element);
}

/** Build the page around the map. */
export function buildPage(app: App, mapDiv: HTMLElement, reset: () => void): void {
  const { root } = app;
  root.classList.add("sx-app");
  const measure = new Measure(app);
  const detail = detailPanel(app);
  const pointer = new MapPointer(app, measure);
  const live = h("div", { class: "sx-live", "aria-live": "polite" });
  app.say = (text) => {
    live.textContent = text;
  };
  const panel = sidePanel(app);
  const left = h("nav", { class: "sx-left" }, header(app, panel), searchBox(app), panel);
  const skip = h("a", { class: "sx-skip", href: `#${mapDiv.id}`, on: { click: (event) => { event.preventDefault(); mapDiv.focus(); } } });
  const foot = h("div", { class: "sx-foot" }, drawnCount(app), credits(app));
  const bottom = h("div", { class: "sx-bottom" }, timebar(app), foot);
  // What stands above the foot on a phone moves up where the credits take several lines.
  new ResizeObserver(() => {
    root.style.setProperty("--sx-foot", `${foot.offsetHeight}px`);
  }).observe(foot);
  const map = h("main", { class: "sx-main" }, mapDiv, toolbar(app, measure, reset), measure.element, bottom);
  mapDiv.append(pointer.tip);
  root.prepend(skip, left, map);
  root.append(detail, dataTable(app), printSheet(app), live);
  followLanguage(app, { skip, left });
  announceSelection(app);
  closeOnEscape(app, measure);
  keepMapSize(app, mapDiv);
  // On a phone the panel would hide the map: it starts folded.
  if (app.phone) byKey(left, "fold")?.click();
}
