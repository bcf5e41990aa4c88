/** The state in the address: what differs from the start, so that a copied address restores it. */

import type { Lang } from "../payload";
import type { State } from "./state";

export interface View {
  zoom: number;
  /** WGS-84 degrees. */
  center: readonly [lon: number, lat: number];
}

/** The parts of the state an address carries; the selection by the ids of layer and feature. */
export interface Address {
  view?: View;
  lang?: Lang;
  visible?: string[];
  hiddenClasses?: string[];
  hiddenStatus?: string[];
  hiddenPosition?: string[];
  year?: number;
  query?: string;
  /** `layer/feature id`, or an adcode. */
  selection?: string;
  choropleth?: string;
  basemap?: string;
  table?: boolean;
}

const LISTS = { l: "visible", xc: "hiddenClasses", xs: "hiddenStatus", xp: "hiddenPosition" } as const;
const TEXTS = { q: "query", s: "selection", c: "choropleth", b: "basemap" } as const;

function listText(members: readonly string[]): string {
  return members.map((each) => encodeURIComponent(each)).join(",");
}

/** Write an address, without the `#`. */
export function writeHash(address: Address): string {
  const parts: string[] = [];
  if (address.view !== undefined) {
    const { zoom, center } = address.view;
    parts.push(`m=${Number(zoom.toFixed(2))}/${center[1].toFixed(5)}/${center[0].toFixed(5)}`);
  }
  if (address.lang !== undefined) parts.push(`lang=${address.lang}`);
  for (const [key, name] of Object.entries(LISTS)) {
    const members = address[name];
    if (members !== undefined) parts.push(`${key}=${listText(members)}`);
  }
  for (const [key, name] of Object.entries(TEXTS)) {
    const text = address[name];
    if (text !== undefined) parts.push(`${key}=${encodeURIComponent(text)}`);
  }
  if (address.year !== undefined) parts.push(`y=${address.year}`);
  if (address.table === true) parts.push("t=1");
  return parts.join("&");
}

function readView(text: string): View | undefined {
  const [zoom, lat, lon] = text.split("/").map(Number);
  const known = [zoom, lat, lon].every((each) => each !== undefined && Number.isFinite(each));
  if (!known || Math.abs(lat!) > 85 || zoom! < 0 || zoom! > 24) return undefined;
  return { zoom: zoom!, center: [lon!, lat!] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Read an address; whatever is not understood is left out. */
export function readHash(hash: string): Address {
  const pairs = hash.replace(/^#/, "").split("&");
  const given = new Map(pairs.map((pair) => [pair.split("=")[0]!, pair.slice(pair.indexOf("=") + 1)]));
  const address: Address = {};
  const view = readView(given.get("m") ?? "-");
  if (view !== undefined) address.view = view;
  readWords(given, address);
  readChoices(given, address);
  return address;
}

function readWords(given: ReadonlyMap<string, string>, address: Address): void {
  for (const [key, name] of Object.entries(LISTS)) {
    const text = given.get(key);
    if (text !== undefined) address[name] = text.split(",").filter((each) => each !== "").map(decoded);
  }
  for (const [key, name] of Object.entries(TEXTS)) {
    const text = given.get(key);
    if (text !== undefined) address[name] = decoded(text);
  }
}

function readChoices(given: ReadonlyMap<string, string>, address: Address): void {
  const lang = given.get("lang");
  if (lang === "zh" || lang === "en") address.lang = lang;
  const year = Number(given.get("y") ?? "");
  if (Number.isInteger(year) && year > 0) address.year = year;
  if (given.get("t") === "1") address.table = true;
}

type Pickers = Omit<State, "selection">;

/** The address of a state: only what differs from the state the page starts with. */
export function addressOf(state: State, start: State, view: View | undefined, selection: string): Address {
  const address: Address = {};
  if (view !== undefined) address.view = view;
  if (state.lang !== start.lang) address.lang = state.lang;
  for (const name of Object.values(LISTS)) {
    if (!sameMembers(state[name], start[name])) address[name] = [...state[name]];
  }
  for (const name of ["query", "choropleth", "basemap"] as const satisfies (keyof Pickers)[]) {
    if (state[name] !== start[name]) address[name] = state[name];
  }
  if (state.year !== null) address.year = state.year;
  if (state.table) address.table = true;
  if (selection !== "") address.selection = selection;
  return address;
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
