/** What the data table shows in a cell, and which columns it has. */

import type { App } from "../app/app";
import { LIST_SEPARATOR, type LayerModel } from "../model/layers";
import type { Row } from "../model/rows";
import type { Cell, Field } from "../payload";
import { historyCell } from "./history";

export interface TableColumn {
  id: string;
  title: string;
  numeric: boolean;
}

/** The mentions in one cell; no column of the payload, which carries them one by one. */
export const HISTORY = "history";
/** Columns every layer shares, when more than one layer is shown. */
const SHARED = [
  "name", "layer", "status", "status_date", "prefecture_adcodes", "county_adcodes", "position_status",
  "accuracy_m", "document", "quote", HISTORY,
];
/** Kinds whose texts are long sentences: left to the panel beside the map. */
const LONG = new Set<Field["kind"]>(["citation", "datum"]);

/** Whether a layer has anything to tell in a column. */
export function has(layer: LayerModel, column: string): boolean {
  return column === HISTORY ? layer.spec.mentions !== undefined : column in layer.spec.columns;
}

export function tableColumns(app: App, only: LayerModel | null): TableColumn[] {
  const labels = app.payload.labels.columns;
  const title = (id: string): string => {
    const english = app.words.lang() === "en" ? labels[`${id}_en`] : undefined;
    const label = english ?? labels[id];
    return label === undefined ? id : app.words.text(label);
  };
  if (only === null) {
    return SHARED.filter((id) => id === "layer" || app.visible.some((layer) => has(layer, id))).map(
      (id) => ({ id, title: id === "layer" ? app.words.t("layer") : title(id), numeric: id === "accuracy_m" }),
    );
  }
  const own = only.spec.fields
    .filter((field) => !LONG.has(field.kind))
    .map((field) => {
      const unit = field.unit[app.words.lang()];
      const name = field.name in labels ? title(field.name) : app.words.text(field.label);
      return {
        id: field.name,
        title: unit === "" ? name : `${name} (${unit})`,
        numeric: ["number", "integer", "figure", "accuracy"].includes(field.kind),
      };
    });
  const rest = [HISTORY, "prefecture_adcodes", "county_adcodes"].filter((id) => has(only, id));
  return [
    { id: "name", title: title("name"), numeric: false },
    ...own,
    ...rest.map((id) => ({ id, title: title(id), numeric: false })),
  ];
}

function unitNames(app: App, codes: string): string {
  const names = codes.split(LIST_SEPARATOR).map((code) => {
    const unit = app.units.byCode.get(code);
    return unit === undefined ? code : app.words.text(unit.spec.name);
  });
  return names.join(app.words.lang() === "zh" ? "、" : ", ");
}

function labelled(app: App, column: string, text: string): string {
  const { labels, documents } = app.payload;
  const tables: Record<string, Record<string, { zh: string; en: string }>> = {
    status: labels.status,
    position_status: labels.position_status,
    datum_of_source: labels.datum,
  };
  const label = tables[column]?.[text] ?? (column === "document" ? documents[text]?.title : undefined);
  return label === undefined ? text : app.words.text(label);
}

/** The English text beside a column, where the reader reads English and there is one. */
function inEnglish(app: App, layer: LayerModel, feature: number, column: string): string {
  return app.words.lang() === "en" ? layer.text(`${column}_en`, feature) : "";
}

/** The cell as the reader sees and sorts it; numbers stay numbers. */
export function tableCell(app: App, { layer, feature }: Row, column: string): Cell {
  const { words } = app;
  if (column === "layer") return words.text(layer.spec.title);
  if (column === "name") return layer.name(feature, words.lang());
  if (column === HISTORY) return historyCell(app, layer, feature);
  const cell = layer.cell(column, feature);
  if (cell === null || typeof cell === "number") return cell;
  if (column === "prefecture_adcodes" || column === "county_adcodes") return unitNames(app, cell);
  return labelled(app, column, inEnglish(app, layer, feature, column) || cell);
}
