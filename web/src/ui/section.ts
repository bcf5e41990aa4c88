/** A part of the side panel under a heading that opens and closes it. */

import type { App } from "../app/app";
import type { WordKey } from "../app/words";
import { h, icon, ICONS } from "./dom";

export interface Section {
  element: HTMLElement;
  body: HTMLElement;
}

/** @param open whether it stands open at the start. */
export function section(app: App, title: WordKey, open: boolean): Section {
  const id = `sx-part-${title}`;
  const body = h("div", { class: "sx-part-body", id });
  const name = h("span");
  const button = h(
    "button",
    { type: "button", "aria-expanded": open, "aria-controls": id, key: `part-${title}` },
    name, icon(ICONS.down),
  );
  body.hidden = !open;
  button.addEventListener("click", () => {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
  });
  const label = () => {
    name.textContent = app.words.t(title);
  };
  label();
  app.store.on(["lang"], label);
  return { element: h("section", { class: "sx-part" }, h("h2", {}, button), body), body };
}
