/**
 * What a year shows; also told in the page's help (`sxgeo/domain/timeline.py` follows the same rule).
 *
 * - From the year of its status date on, a feature has the status it has now. Before that year it shows
 *   only what a document had already said of it: the status of the newest mention up to the year that
 *   gives one. Where no document had spoken yet, it is not shown. Nothing is guessed: a railway opened in
 *   2024 is "being built" in 2023 only if a document up to 2023 said so.
 * - Without a status date it has its status from the year of the newest document that names it; before,
 *   what the newest document up to then said; before the first document it is there only where that one
 *   tells of it as operating: it was there already, since when is not known.
 */

import type { Mention, Payload, Status } from "../payload";

/** Year of `2024`, `2024-12` or `2024-12-31`; null for anything else. */
export function yearOf(date: string): number | null {
  const match = /^(\d{4})(-\d\d){0,2}$/.exec(date);
  return match === null ? null : Number(match[1]);
}

export interface Dated {
  status: Status | "";
  statusDate: string;
  mentions: readonly Mention[];
}

/** The mention that tells a status in a year: of the newest year up to it, the first that gives one. */
function decidingStatus(year: number, mentions: readonly Mention[], said: readonly (number | null)[]): Status | "" {
  let newest = -Infinity;
  let status: Status | "" = "";
  mentions.forEach((mention, i) => {
    const then = said[i] ?? null;
    if (mention.status === "" || then === null || then > year || then <= newest) return;
    newest = then;
    status = mention.status;
  });
  return status;
}

/** Status of a feature in a year; null where the year does not show it. */
export function statusIn(
  year: number,
  feature: Dated,
  documents: Payload["documents"],
): Status | "" | null {
  const since = yearOf(feature.statusDate);
  if (since !== null && year >= since) return feature.status;
  const said = feature.mentions.map((mention) => yearOf(documents[mention.document]?.date ?? ""));
  if (since !== null) return decidingStatus(year, feature.mentions, said) || null;
  const years = said.filter((each) => each !== null);
  if (years.length === 0 || year >= Math.max(...years)) return feature.status;
  const first = Math.min(...years);
  const told = decidingStatus(Math.max(year, first), feature.mentions, said) || feature.status;
  return year >= first || told === "operating" ? told : null;
}

/** First and last year of the slider where the payload names none. */
export const YEARS: [first: number, last: number] = [2015, 2035];
