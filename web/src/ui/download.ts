/** Files made in the page and handed to the reader. */

import type { App } from "../app/app";
import { csvText } from "../model/csv";
import { featureOf } from "../model/geojson";
import type { LayerModel } from "../model/layers";
import type { Row } from "../model/rows";
import type { Cell } from "../payload";
import { h } from "./dom";
import { historyCell } from "./history";
import { HISTORY } from "./tableRows";

function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name });
  link.click();
  // The browser reads the file after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

/** Columns of the rows' layers, in the order they first appear; the history last. */
function columnsOf(rows: readonly Row[]): string[] {
  const layers = [...new Set(rows.map((row) => row.layer))];
  const columns = new Set(layers.flatMap((layer) => Object.keys(layer.spec.columns)));
  return [...columns, ...(layers.some(told) ? [HISTORY] : [])];
}

/** Whether documents name a layer's features; a reader's own table may have a column of that name. */
function told(layer: LayerModel): boolean {
  return layer.spec.mentions !== undefined;
}

function cellOf(app: App, { layer, feature }: Row, column: string): Cell {
  return column === HISTORY && told(layer) ? historyCell(app, layer, feature) : layer.cell(column, feature);
}

export function downloadCsv(app: App, rows: readonly Row[]): void {
  const columns = columnsOf(rows);
  const points = rows.some(({ layer }) => layer.points.owner.length > 0);
  const place = points ? ["lon", "lat"] : [];
  const cells = function* () {
    for (const { layer, feature } of rows) {
      const at = layer.points.owner[feature] === feature ? feature : layer.points.owner.indexOf(feature);
      const position = place.map((_, axis) =>
        at < 0 ? null : Math.round(layer.points.lonlat[2 * at + axis]! * 1e6) / 1e6,
      );
      yield [layer.id, ...columns.map((column) => cellOf(app, { layer, feature }, column)), ...position];
    }
  };
  const text = csvText(["layer", ...columns, ...place], cells());
  save(`${app.payload.id}.csv`, "text/csv;charset=utf-8", text);
}

export function downloadGeoJson(app: App, rows: readonly Row[]): void {
  const features = rows.map((row) => {
    const feature = featureOf(row.layer, row.feature);
    if (told(row.layer)) feature.properties[HISTORY] = cellOf(app, row, HISTORY);
    return feature;
  });
  const text = JSON.stringify({ type: "FeatureCollection", name: app.payload.id, features });
  save(`${app.payload.id}.geojson`, "application/geo+json", text);
}
