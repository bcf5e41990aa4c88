/**
 * What a year shows. The rule, also told in the page's help:
 *
 * - A feature without a status date is always there, with the status it has.
 * - From the year of its status date on, a feature has that status.
 * - Before that year it shows only what a document already said of it: the status of the newest mention
 *   not younger than the year shown. A document that names it without a status does not count.
 * - Where no document had spoken yet, the feature is not shown. Nothing is guessed: a railway opened in
 *   2024 is "being built" in 2023 only if a document up to 2023 said so.
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

/** Status of a feature in a year; null where the year does not show it. */
export function statusIn(
  year: number,
  feature: Dated,
  documents: Payload["documents"],
): Status | "" | null {
  const since = yearOf(feature.statusDate);
  if (since === null || year >= since) return feature.status;
  let newest = -Infinity;
  let status: Status | null = null;
  for (const mention of feature.mentions) {
    const said = yearOf(documents[mention.document]?.date ?? "");
    if (mention.status === "" || said === null || said > year || said <= newest) continue;
    newest = said;
    status = mention.status;
  }
  return status;
}

/** First and last year of the slider where the payload names none. */
export const YEARS: [first: number, last: number] = [2015, 2035];
