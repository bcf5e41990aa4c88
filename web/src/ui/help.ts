/** What the page can do, and the rules it follows, in a dialog. */

import type { App } from "../app/app";
import type { WordKey } from "../app/words";
import { citationLines } from "./facts";
import { h, iconButton, ICONS, repaint } from "./dom";

const TOPICS: [title: WordKey, text: WordKey][] = [
  ["search", "help_search"],
  ["legend", "help_filter"],
  ["position", "help_position"],
  ["time", "help_time"],
  ["data_table", "help_table"],
  ["measure_distance", "help_measure"],
  ["map", "help_keys"],
];

/** Every source the page cites, and the compliance sentences. */
export function sourceList(app: App): HTMLElement {
  const lines = Object.keys(app.payload.sources).map((id) => citationLines(app, id));
  return h("div", { class: "sx-sources" }, ...lines);
}

export function helpDialog(app: App): HTMLDialogElement {
  const dialog = h("dialog", { class: "sx-help" });
  const redraw = () => {
    const { words, payload } = app;
    dialog.setAttribute("aria-label", words.t("help"));
    const shut = () => {
      dialog.close();
    };
    repaint(
      dialog,
      h("div", { class: "sx-row" }, h("h2", { class: "sx-grow" }, words.t("help")), iconButton(ICONS.close, words.t("close"), { on: { click: shut } })),
      h("p", {}, words.text(payload.description)),
      ...TOPICS.flatMap(([title, text]) => [h("h3", {}, words.t(title)), h("p", {}, words.t(text))]),
      h("h3", {}, words.t("sources")),
      sourceList(app),
      h("p", { class: "sx-note" }, payload.compliance[words.lang()].join(" · ")),
    );
  };
  redraw();
  app.store.on(["lang"], redraw);
  return dialog;
}
