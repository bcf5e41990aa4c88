/** Buttons over the map. */

import type { App } from "../app/app";
import type { WordKey } from "../app/words";
import { iconButton, h, ICONS, repaint } from "./dom";
import { helpDialog } from "./help";
import type { Measure } from "./measure";

interface Tool {
  name: WordKey;
  path: string;
  run: () => void;
  pressed?: boolean;
}

async function flipFullscreen(root: HTMLElement): Promise<void> {
  if (document.fullscreenElement === null) await root.requestFullscreen();
  else await document.exitFullscreen();
}

export function toolbar(app: App, measure: Measure, reset: () => void): HTMLElement {
  const element = h("div", { class: "sx-toolbar", role: "toolbar", "aria-orientation": "vertical" });
  const help = helpDialog(app);
  app.root.append(help);
  const full = () => document.fullscreenElement !== null;
  const tools = (): Tool[][] => [
    [
      { name: "zoom_in", path: ICONS.plus, run: () => { app.map.zoomIn(1); } },
      { name: "zoom_out", path: ICONS.minus, run: () => { app.map.zoomOut(1); } },
      { name: "reset", path: ICONS.home, run: reset },
      {
        name: full() ? "exit_fullscreen" : "fullscreen", path: ICONS.full,
        // A frame may forbid it; then nothing happens, which is what the reader sees anyway.
        run: () => { flipFullscreen(app.root).catch(() => undefined); },
      },
    ],
    [
      { name: "measure_distance", path: ICONS.ruler, pressed: measure.mode === "distance", run: () => { measure.toggle("distance"); } },
      { name: "measure_area", path: ICONS.area, pressed: measure.mode === "area", run: () => { measure.toggle("area"); } },
    ],
    [
      { name: "open_table", path: ICONS.table, pressed: app.store.state.table, run: () => { app.store.set({ table: !app.store.state.table }); } },
      { name: "print", path: ICONS.print, run: () => { window.print(); } },
      { name: "help", path: ICONS.help, run: () => { help.showModal(); } },
    ],
  ];
  const redraw = () => {
    element.setAttribute("aria-label", app.words.t("map"));
    const groups = tools().map((group) =>
      h("div", { class: "sx-toolgroup" }, ...group.map(({ name, path, run, pressed }) =>
        iconButton(path, app.words.t(name), { key: `tool-${name}`, "aria-pressed": pressed === undefined ? undefined : String(pressed), on: { click: run } }),
      )),
    );
    repaint(element, ...groups);
  };
  redraw();
  measure.changed = redraw;
  app.store.on(["lang", "table"], redraw);
  document.addEventListener("fullscreenchange", redraw);
  return element;
}
