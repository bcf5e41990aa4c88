/** What documents of different years said of one feature. */

import type { Mention, Payload, Status } from "../payload";

/** What a history is told in. */
export interface Telling {
  documents: Payload["documents"];
  status: (status: Status) => string;
  lang: "zh" | "en";
}

/** Mentions, the newest document's first; those of one date keep their order. */
export function newestFirst(mentions: readonly Mention[], documents: Payload["documents"]): Mention[] {
  const date = (mention: Mention): string => documents[mention.document]?.date ?? "";
  return [...mentions].sort((a, b) => (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : 0));
}

/** Year of a mention's document as text; the document's id where its date is not known. */
export function mentionYear(mention: Mention, documents: Payload["documents"]): string {
  const date = documents[mention.document]?.date ?? "";
  return date === "" ? mention.document : date.slice(0, 4);
}

/** The history in one text, newest first: `2025 现状：…｜2021 规划：…`; empty where nobody spoke. */
export function historyText(mentions: readonly Mention[], telling: Telling): string {
  const { documents, status, lang } = telling;
  const parts = newestFirst(mentions, documents).map((mention) => {
    const made = mention.status === "" ? "" : ` ${status(mention.status)}`;
    return `${mentionYear(mention, documents)}${made}${lang === "zh" ? "：" : ": "}${mention.quote}`;
  });
  return parts.join(lang === "zh" ? "｜" : " | ");
}
