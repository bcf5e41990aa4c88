/** What a reader is told of one feature: rows of a label and a value. */

import type { App } from "../app/app";
import { innerQuotes, linkRuns, parseCitations } from "../model/citation";
import type { LayerModel } from "../model/layers";
import type { Field, Status } from "../payload";
import { h, type Child } from "./dom";

export interface Fact {
  /** The column it is of; empty for what no column holds. */
  name: string;
  kind: Field["kind"];
  label: string;
  value: Child[];
}

/** A quote, which the style sheet puts in quotation marks; those in it become single ones. */
export function quoted(text: string): HTMLElement {
  return h("q", { lang: "zh-Hans" }, innerQuotes(text));
}

/** Text with its `http(s)` addresses as links. */
export function linked(text: string): Child[] {
  return linkRuns(text).map(({ text: run, href }) =>
    href === null ? run : h("a", { href, rel: "noopener noreferrer", target: "_blank" }, run),
  );
}

/** A status as a small badge. */
export function statusBadge(app: App, status: Status | ""): HTMLElement | null {
  if (status === "") return null;
  return h("span", { class: `sx-badge sx-${status}` }, app.words.text(app.payload.labels.status[status]));
}

/** A document's title, number, issuer and date in one line. */
export function documentLine(app: App, id: string): string {
  const document = app.payload.documents[id];
  if (document === undefined) return id;
  const zh = app.words.lang() === "zh";
  const title = app.words.text(document.title);
  const parts = [app.words.text(document.number), app.words.text(document.issuer), app.words.date(document.date)];
  const rest = parts.filter((part) => part !== "").join(zh ? "，" : ", ");
  return `${zh ? `《${title}》` : title}${rest === "" ? "" : zh ? `（${rest}）` : ` (${rest})`}`;
}

/** Titles of what a citation names, in one line; the panel tells the rest of each. */
export function citedTitles(app: App, cell: string): string {
  const zh = app.words.lang() === "zh";
  const { documents, sources } = app.payload;
  const titles = parseCitations(cell).map(({ id }) => {
    const document = documents[id];
    if (document === undefined) return app.words.half(sources[id]?.title ?? id);
    const title = app.words.text(document.title);
    return zh ? `《${title}》` : title;
  });
  return titles.join(zh ? "；" : "; ");
}

/** Terms in the language now shown; a licence with a name of its own as it is. */
export function termsText(app: App, licence: string): string {
  const label = app.payload.labels.licence[licence];
  return label === undefined ? licence : app.words.text(label);
}

/** Sources of a citation, each with its title, place in it, licence and links. */
export function citationLines(app: App, cell: string): HTMLElement {
  const lines = parseCitations(cell).map(({ id, locator }) => {
    const source = app.payload.sources[id];
    const zh = app.words.lang() === "zh";
    const where = locator === "" ? "" : zh ? `（${locator}）` : ` (${locator})`;
    if (source === undefined) {
      const known = app.payload.documents[id] === undefined ? id : documentLine(app, id);
      return h("li", {}, ...linked(`${known}${where}`));
    }
    const { publisher, licence, vintage, locator: address } = source;
    const told = [publisher, termsText(app, licence), vintage, address].filter((part) => part !== "");
    return h("li", {}, ...linked(`${app.words.half(source.title)}${where}`), h("small", {}, ...linked(told.join(" · "))));
  });
  return h("ul", { class: "sx-cites" }, ...lines);
}

function numberText(app: App, field: Field, value: number): string {
  const text = app.words.amount(value, field.unit);
  return field.kind === "accuracy" ? `±${text}` : text;
}

function figure(app: App, layer: LayerModel, feature: number, field: Field): Child[] {
  const year = layer.text(`${field.name}_year`, feature);
  const source = layer.text(`${field.name}_source`, feature);
  const text = numberText(app, field, Number(layer.cell(field.name, feature)));
  const told = year === "" ? "" : app.words.lang() === "zh" ? `（${year}）` : ` (${year})`;
  return [`${text}${told}`, source === "" ? null : citationLines(app, source)];
}

/** The cell a field shows: notes have their own English column. */
function cellOf(app: App, layer: LayerModel, feature: number, name: string): string | number | null {
  const english = app.words.lang() === "en" ? layer.cell(`${name}_en`, feature) : null;
  return english === null || english === "" ? layer.cell(name, feature) : english;
}

/** A field's value as nodes; empty where nothing is known. */
export function factValue(app: App, layer: LayerModel, feature: number, field: Field): Child[] {
  const cell = cellOf(app, layer, feature, field.name);
  if (cell === null || cell === "") return [];
  const text = String(cell);
  const { labels } = app.payload;
  const named = (table: Record<string, { zh: string; en: string }>): string => {
    const label = table[text];
    return label === undefined ? text : app.words.text(label);
  };
  // A text attribute beside another that says where it comes from is a citation like any other.
  const kind = field.kind === "text" && field.name.endsWith("_source") ? "citation" : field.kind;
  const write: Partial<Record<Field["kind"], () => Child[]>> = {
    status: () => [named(labels.status)],
    position: () => [named(labels.position_status)],
    datum: () => [named(labels.datum)],
    date: () => [app.words.date(text)],
    document: () => [documentLine(app, text)],
    quote: () => [quoted(text)],
    citation: () => [citationLines(app, text)],
    figure: () => figure(app, layer, feature, field),
  };
  if (typeof cell === "number" && kind !== "figure") return [numberText(app, field, cell)];
  return write[kind]?.() ?? linked(text);
}

/** A field's label; the English text of a bilingual pair has a label of its own. */
function fieldLabel(app: App, layer: LayerModel, feature: number, field: Field): string {
  const english = app.words.lang() === "en" && layer.text(`${field.name}_en`, feature) !== "";
  const own = english ? app.payload.labels.columns[`${field.name}_en`] : undefined;
  return app.words.text(own ?? field.label);
}

/** Every fact known of a feature, in the layer's order. */
export function facts(app: App, layer: LayerModel, feature: number): Fact[] {
  return layer.spec.fields
    .map((field) => ({
      name: field.name,
      kind: field.kind,
      label: fieldLabel(app, layer, feature, field),
      value: factValue(app, layer, feature, field),
    }))
    .filter((fact) => fact.value.length > 0);
}

/** Facts as a list of terms. */
export function factList(rows: readonly Fact[]): HTMLElement {
  const nodes = rows.flatMap((fact) => [h("dt", {}, fact.label), h("dd", {}, ...fact.value)]);
  return h("dl", { class: "sx-facts" }, ...nodes);
}
