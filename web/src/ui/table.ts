/** The data table: the visible layers' rows, following the map and followed by it; its text alternative. */

import type { App } from "../app/app";
import { overlap } from "../geo/grid";
import type { LayerModel } from "../model/layers";
import { shownRows, sortRows, type Row, type Sorting } from "../model/rows";
import { downloadCsv, downloadGeoJson } from "./download";
import { h, icon, iconButton, ICONS, repaint } from "./dom";
import { tableCell, tableColumns, type TableColumn } from "./tableRows";

const ROW_PX = 34;
/** Rows made beyond what is seen, either way. */
const SPARE = 12;

class DataTable {
  readonly element: HTMLElement;
  private readonly head = h("thead");
  private readonly body = h("tbody");
  private readonly table = h("table", {}, this.head, this.body);
  private readonly scroller = h("div", { class: "sx-scroller", tabindex: "0", role: "group" }, this.table);
  private readonly bar = h("div", { class: "sx-table-bar" });
  private readonly filter: HTMLInputElement;
  private rows: Row[] = [];
  private columns: TableColumn[] = [];
  private sorting: Sorting | null = null;
  private only = "";
  private inView = false;
  /** Row that the arrow keys move from. */
  private active = 0;

  constructor(private readonly app: App) {
    this.filter = h("input", { type: "search", class: "sx-filter", key: "table-filter" });
    this.filter.addEventListener("input", () => {
      app.store.set({ query: this.filter.value });
    });
    this.element = h("section", { class: "sx-drawer", id: "sx-table" }, this.bar, this.scroller);
    this.scroller.addEventListener("scroll", () => {
      this.window();
    });
    this.body.addEventListener("keydown", (event) => {
      this.press(event);
    });
    app.store.on(
      ["table", "lang", "visible", "hiddenClasses", "hiddenStatus", "hiddenPosition", "year", "query"],
      () => {
        this.refresh();
      },
    );
    app.store.on(["selection"], () => {
      this.showSelection();
    });
    app.map.on("moveend", () => {
      if (this.inView) this.refresh();
    });
    this.refresh();
  }

  private refresh(): void {
    const { app } = this;
    const { state } = app.store;
    this.element.hidden = !state.table;
    app.root.classList.toggle("sx-with-table", state.table);
    if (!state.table) return;
    const layer = this.chosenLayer();
    this.columns = tableColumns(app, layer);
    const seen = app.painter.canvas.frame?.seen;
    const keep = (row: Row): boolean => {
      if (!this.inView || seen === undefined) return true;
      const box = row.layer.box(row.feature);
      return box !== null && overlap(box, seen);
    };
    const rows = shownRows(layer === null ? app.visible : [layer], keep);
    const cell = (row: Row, column: string) => tableCell(app, row, column);
    const collator = new Intl.Collator(app.words.tag, { numeric: true });
    this.rows = this.sorting === null ? rows : sortRows(rows, this.sorting, cell, collator);
    this.active = Math.min(this.active, Math.max(0, this.rows.length - 1));
    this.drawBar();
    this.drawHead();
    this.window();
  }

  private chosenLayer(): LayerModel | null {
    const layer = this.app.byId.get(this.only);
    if (layer !== undefined && this.app.store.state.visible.has(layer.id)) return layer;
    this.only = "";
    return null;
  }

  private drawBar(): void {
    const { app } = this;
    const { words } = app;
    const name = (each: { id: string; title: string }) =>
      h("option", { value: each.id, selected: each.id === this.only }, each.title);
    const choices = app.visible.map((layer) => ({ id: layer.id, title: words.text(layer.spec.title) }));
    const pick = h("select", { key: "table-layer", "aria-label": words.t("layer") }, ...[{ id: "", title: words.t("all_layers") }, ...choices].map(name));
    pick.addEventListener("change", () => {
      this.only = pick.value;
      this.sorting = null;
      this.refresh();
    });
    const view = h("input", { type: "checkbox", key: "table-view", id: "sx-in-view" });
    view.checked = this.inView;
    view.addEventListener("change", () => {
      this.inView = view.checked;
      this.refresh();
    });
    this.filter.setAttribute("aria-label", words.t("filter_rows"));
    this.filter.placeholder = words.t("filter_hint");
    if (this.filter.value !== app.store.state.query) this.filter.value = app.store.state.query;
    const save = (key: "download_csv" | "download_geojson", make: (app: App, rows: Row[]) => void) =>
      h("button", { type: "button", class: "sx-text", key, on: { click: () => { make(app, this.rows); } } }, words.t(key));
    const shut = iconButton(ICONS.close, words.t("close"), { key: "table-close", on: { click: () => { app.store.set({ table: false }); } } });
    repaint(
      this.bar,
      h("h2", {}, words.t("data_table")), pick, this.filter,
      h("span", { class: "sx-row" }, view, h("label", { for: "sx-in-view" }, words.t("in_view"))),
      h("span", { class: "sx-count", role: "status" }, words.t("rows_shown", { n: this.rows.length })),
      h("span", { class: "sx-grow" }),
      save("download_csv", downloadCsv), save("download_geojson", downloadGeoJson), shut,
    );
    this.element.setAttribute("aria-label", words.t("data_table"));
    this.scroller.setAttribute("aria-label", words.t("data_table"));
    this.table.setAttribute("aria-rowcount", String(this.rows.length + 1));
  }

  private drawHead(): void {
    const cells = this.columns.map((column) => {
      const sorted = this.sorting?.column === column.id ? this.sorting : null;
      const flip = () => {
        this.sorting = { column: column.id, descending: sorted !== null && !sorted.descending };
        this.refresh();
      };
      const order = sorted === null ? "none" : sorted.descending ? "descending" : "ascending";
      return h(
        "th", { scope: "col", "aria-sort": order },
        h("button", { type: "button", key: `sort-${column.id}`, on: { click: flip } }, column.title, icon(ICONS.down)),
      );
    });
    repaint(this.head, h("tr", { "aria-rowindex": 1 }, ...cells));
  }

  /** Make the rows that can be seen, between two spacers as high as the rest. */
  private window(): void {
    const height = this.scroller.clientHeight || 320;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / ROW_PX) - SPARE);
    const last = Math.min(this.rows.length, first + Math.ceil(height / ROW_PX) + 2 * SPARE);
    const rows = this.rows.slice(first, last).map((row, i) => this.row(row, first + i));
    const spacer = (count: number): HTMLElement | null => {
      if (count <= 0) return null;
      const cell = h("td", { colspan: this.columns.length });
      cell.style.height = `${count * ROW_PX}px`;
      return h("tr", { "aria-hidden": "true", class: "sx-spacer" }, cell);
    };
    repaint(this.body, spacer(first), ...rows, spacer(this.rows.length - last));
  }

  private row(row: Row, at: number): HTMLElement {
    const { app } = this;
    const { selection } = app.store.state;
    const chosen =
      selection?.kind === "feature" && selection.layer === row.layer.id && selection.feature === row.feature;
    const open = () => {
      this.active = at;
      app.openFeature(row.layer, row.feature);
    };
    const cells = this.columns.map((column, i) => {
      const cell = tableCell(app, row, column.id);
      const date = column.id === "status_date" && typeof cell === "string" ? app.words.date(cell) : cell;
      const text = date === null ? "" : typeof date === "number" ? app.words.number(date) : date;
      const kind = column.numeric ? "sx-number" : "";
      if (i > 0) return h("td", { class: kind, title: text.length > 24 ? text : undefined }, text);
      const button = h(
        "button",
        { type: "button", class: "sx-row-name", key: `row-${at}`, tabindex: at === this.active ? 0 : -1, on: { click: open } },
        text,
      );
      return h("th", { scope: "row" }, button);
    });
    return h("tr", { "aria-rowindex": at + 2, class: chosen ? "sx-chosen" : "", "aria-current": chosen ? "true" : undefined }, ...cells);
  }

  private press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW_PX) - 2);
    const steps: Record<string, number> = {
      ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: this.rows.length - 1,
      PageDown: this.active + page, PageUp: this.active - page,
    };
    const next = steps[event.key];
    if (next === undefined || this.rows.length === 0) return;
    event.preventDefault();
    this.active = Math.max(0, Math.min(this.rows.length - 1, next));
    this.reveal(this.active);
    this.body.querySelector<HTMLElement>(`[data-k="row-${this.active}"]`)?.focus({ preventScroll: true });
  }

  private reveal(at: number): void {
    const top = at * ROW_PX;
    const room = this.scroller.clientHeight - 2 * ROW_PX;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + room) this.scroller.scrollTop = top - room;
    this.window();
  }

  private showSelection(): void {
    const { selection, table } = this.app.store.state;
    if (!table) return;
    const at =
      selection?.kind === "feature"
        ? this.rows.findIndex((row) => row.layer.id === selection.layer && row.feature === selection.feature)
        : -1;
    if (at < 0) {
      this.window();
      return;
    }
    this.active = at;
    this.reveal(at);
  }
}

export function dataTable(app: App): HTMLElement {
  return new DataTable(app).element;
}
