/** The page's words in two languages, and numbers and dates written the way each writes them. */

import type { Lang, Payload, Text } from "../payload";

/** Keys of `maps/strings.toml` the page uses; a test holds the two together. */
export type WordKey =
  | "all_layers" | "all_years" | "area" | "area_of" | "basemap" | "basemap_none" | "by_city"
  | "close" | "code" | "collapse" | "data_table" | "density" | "details" | "distance"
  | "download_csv" | "download_geojson" | "drawn" | "drawn_groups" | "exact" | "exit_fullscreen"
  | "expand" | "features" | "figures" | "figures_note" | "filter_hint" | "filter_rows" | "fullscreen" | "group_of" | "help"
  | "help_filter" | "help_keys" | "help_measure" | "help_position" | "help_search"
  | "help_table" | "help_time" | "history" | "in_view" | "inexact" | "km2" | "language"
  | "layer" | "layers" | "legend" | "legend_hint" | "link_here" | "m2" | "map" | "map_hint"
  | "measure_area" | "measure_distance" | "measure_hint" | "measure_stop" | "menu" | "missing"
  | "more_results" | "more_rows" | "next_feature" | "no_result" | "nothing_here" | "open_table"
  | "other_language" | "pause" | "people" | "per_km2" | "play" | "population" | "position"
  | "previous_feature" | "print" | "reset" | "results" | "rows_shown" | "search" | "search_hint"
  | "select_all" | "select_none" | "selected" | "shift_note" | "show_features" | "skip_to_map"
  | "sources" | "status" | "thematic" | "thematic_none" | "time" | "time_counts" | "undo"
  | "unit" | "units_within" | "unplaced" | "zoom_in" | "zoom_out" | "zoom_to";

export class Words {
  /** Making a format costs more than using it a hundred times. */
  private readonly formats = new Map<string, Intl.NumberFormat>();

  constructor(
    private readonly payload: Payload,
    readonly lang: () => Lang,
  ) {}

  /** The BCP 47 tag of the language now shown. */
  get tag(): string {
    return this.lang() === "zh" ? "zh-Hans" : "en";
  }

  /** A word or sentence; `{n}` and the like are replaced from `parts`. */
  t(key: WordKey, parts: Record<string, string | number> = {}): string {
    const words = this.payload.strings[key];
    const text = words === undefined ? key : words[this.lang()];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const part = parts[name];
      if (part === undefined) return whole;
      return typeof part === "number" ? this.number(part) : part;
    });
  }

  /** A text of the data in the language now shown, else in the other. */
  text(text: Text): string {
    const other = this.lang() === "zh" ? text.en : text.zh;
    return text[this.lang()] || other;
  }

  /** The half of a text written `中文 / English` that is in the language now shown. */
  half(text: string): string {
    const match = /^(.*[\u2e80-\uffef].*?) \/ (.*)$/u.exec(text);
    return match === null ? text : match[this.lang() === "zh" ? 1 : 2]!;
  }

  number(value: number, digits = 6): string {
    const key = `${this.tag} ${digits}`;
    let format = this.formats.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(this.tag, { maximumFractionDigits: digits });
      this.formats.set(key, format);
    }
    return format.format(value);
  }

  /**
   * A number with its unit. English multiplies out what is counted by 万 or 亿:
   * 550 of "100 million CNY" is 55 billion CNY. A count without an English unit is a plain number.
   */
  amount(value: number, unit: Text): string {
    const joined = (number: string, of: string) => `${number}${of === "" || of === "%" ? of : ` ${of}`}`;
    if (this.lang() === "zh") return joined(this.number(value), unit.zh || unit.en);
    const scaled = /^(\d{1,3}(?:,\d{3})*)( million)?(?: (.+))?$/.exec(unit.en);
    if (scaled === null) return joined(this.number(value), unit.en);
    const whole = value * Number(scaled[1]!.replace(/,/g, "")) * (scaled[2] === undefined ? 1 : 1e6);
    const [size, word] = Math.abs(whole) >= 1e9 ? [1e9, "billion"] : Math.abs(whole) >= 1e6 ? [1e6, "million"] : [1, ""];
    const of = [word, scaled[3] ?? ""].filter((part) => part !== "").join(" ");
    return joined(this.number(whole / size), of);
  }

  /** A date as exact as it was given: year, month or day. */
  date(iso: string): string {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso);
    if (match === null) return iso;
    const [, year, month, day] = match;
    const when = new Date(Date.UTC(Number(year), Number(month ?? "1") - 1, Number(day ?? "1")));
    const style: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
    if (month !== undefined) style.month = this.lang() === "zh" ? "long" : "short";
    if (day !== undefined) style.day = "numeric";
    return new Intl.DateTimeFormat(this.tag, style).format(when);
  }

  /** A length: metres below two kilometres. */
  length(metres: number): string {
    const far = metres >= 2000;
    const digits = far ? (metres < 100_000 ? 2 : 1) : metres < 100 ? 1 : 0;
    return new Intl.NumberFormat(this.tag, {
      style: "unit",
      unit: far ? "kilometer" : "meter",
      maximumFractionDigits: digits,
    }).format(far ? metres / 1000 : metres);
  }

  /** An area: square metres below one square kilometre. */
  area(squareMetres: number): string {
    if (squareMetres < 1e6) return `${this.number(squareMetres, 0)} ${this.t("m2")}`;
    return `${this.number(squareMetres / 1e6, squareMetres < 1e8 ? 2 : 0)} ${this.t("km2")}`;
  }
}
