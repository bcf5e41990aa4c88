/** The time slider: what exists, is being built and is planned in a year. */

import type { App } from "../app/app";
import { statusThen } from "../model/filter";
import { YEARS } from "../model/timeline";
import type { Status } from "../payload";
import { h, icon, iconButton, ICONS, repaint } from "./dom";

/** A year stays this long while playing, milliseconds. */
const PACE = 1100;

/** How many features of the visible layers have each status in a year, and how many it does not show. */
export function countsIn(app: App, year: number): { counts: Map<Status, number>; absent: number } {
  const counts = new Map<Status, number>();
  let absent = 0;
  for (const layer of app.visible) {
    for (let i = 0; i < layer.count; i += 1) {
      const status = statusThen(layer, i, year, app.payload.documents);
      if (status === null) absent += 1;
      else if (status !== "") counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  return { counts, absent };
}

/** Whether any feature carries a date or is named by a document: else a time slider would promise what is not there. */
export function hasDates(app: App): boolean {
  return app.layers.some((layer) => {
    if (layer.spec.mentions !== undefined) return true;
    for (let i = 0; i < layer.count; i += 1) if (layer.text("status_date", i) !== "") return true;
    return false;
  });
}

export function timebar(app: App): HTMLElement | null {
  if (!hasDates(app)) return null;
  const [first, last] = app.payload.years ?? YEARS;
  let timer = 0;
  const slider = h("input", { type: "range", min: first, max: last, step: 1, class: "sx-years" });
  const year = h("output", { class: "sx-year" });
  const told = h("p", { class: "sx-time-told" });
  const tools = h("div", { class: "sx-row" });
  const element = h("div", { class: "sx-time", role: "group" }, tools, slider, told);
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
  };
  const step = () => {
    const now = app.store.state.year;
    if (now !== null && now >= last) stop();
    else app.store.set({ year: now === null ? first : now + 1 });
    redraw();
  };
  const play = () => {
    if (timer !== 0) stop();
    else {
      if (app.store.state.year === last) app.store.set({ year: first });
      timer = window.setInterval(step, PACE);
      step();
    }
    redraw();
  };
  const redraw = () => {
    const { words, store } = app;
    const now = store.state.year;
    const text = now === null ? words.t("all_years") : words.date(String(now));
    year.textContent = text;
    slider.value = String(now ?? last);
    slider.setAttribute("aria-label", words.t("time"));
    slider.setAttribute("aria-valuetext", text);
    element.setAttribute("aria-label", words.t("time"));
    element.classList.toggle("sx-all-years", now === null);
    const playing = timer !== 0;
    repaint(
      tools,
      iconButton(playing ? ICONS.pause : ICONS.play, words.t(playing ? "pause" : "play"), { key: "play", on: { click: play } }),
      year,
      h("span", { class: "sx-grow" }),
      now === null ? null : h("button", { type: "button", class: "sx-text", key: "all-years", on: { click: () => { stop(); store.set({ year: null }); redraw(); } } }, icon(ICONS.close), words.t("all_years")),
    );
    told.textContent = now === null ? `${first} – ${last}` : countsText(app, now);
  };
  slider.addEventListener("input", () => {
    stop();
    app.store.set({ year: Number(slider.value) });
  });
  redraw();
  app.store.on(["year", "lang", "visible"], redraw);
  return element;
}

function countsText(app: App, year: number): string {
  const { words, payload } = app;
  const { counts, absent } = countsIn(app, year);
  const statuses = Object.keys(payload.labels.status) as Status[];
  const parts = statuses
    .filter((status) => counts.has(status))
    .map((status) => `${words.text(payload.labels.status[status])} ${words.number(counts.get(status) ?? 0)}`);
  if (absent > 0) parts.push(words.t("time_counts", { n: absent }));
  return parts.join(" · ");
}
