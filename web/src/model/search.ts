/** Search by Chinese, pinyin (spaced or not), initials, English and code: ranked, grouped by layer. */

/** What one thing on the map can be found by. */
export interface Entry<T> {
  group: string;
  target: T;
  /** Shown to the reader. */
  name: string;
  /** All normalised: names first, then pinyin, initials, codes. */
  keys: string[];
  /** Starts of words inside names and pinyin, normalised. */
  words: string[];
  priority: number;
}

export interface Hit<T> {
  entry: Entry<T>;
  rank: number;
}

/** Lower case, no accents, no spaces or punctuation: `Tài yuán` and `taiyuan` are one. */
export function normalise(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, "")
    .replace(/[\s'’‘`´·.,;:/\\\-—–_()[\]{}（）“”"《》、，。]+/gu, "");
}

/** Ends of a spaced text: `da tong nan` → `tongnan`, `nan`. */
function wordStarts(text: string): string[] {
  const parts = text.split(/[\s\-—–·]+/u).filter((part) => part !== "");
  return parts.slice(1).map((_, i) => normalise(parts.slice(i + 1).join("")));
}

/** Make an entry; empty texts are left out. */
export function entry<T>(
  given: { group: string; target: T; name: string; priority: number },
  texts: { names: string[]; pinyin: string; initials: string; codes: string[] },
): Entry<T> {
  const keys = [...texts.names, texts.pinyin, texts.initials, ...texts.codes].map(normalise);
  return {
    ...given,
    keys: [...new Set(keys)].filter((key) => key !== ""),
    words: [...texts.names, texts.pinyin].flatMap(wordStarts),
  };
}

/** 0 the whole key · 1 its start · 2 the start of a word · 3 anywhere inside · null not at all. */
function rankOf(given: Entry<unknown>, query: string): number | null {
  if (given.keys.includes(query)) return 0;
  if (given.keys.some((key) => key.startsWith(query))) return 1;
  if (given.words.some((word) => word.startsWith(query))) return 2;
  // Two Latin letters stand inside half of all names ("city", "county").
  if (query.length < 3 && /^[a-z]+$/.test(query)) return null;
  return given.keys.some((key) => key.includes(query)) ? 3 : null;
}

function before<T>(a: Hit<T>, b: Hit<T>): number {
  return (
    a.rank - b.rank ||
    a.entry.name.length - b.entry.name.length ||
    b.entry.priority - a.entry.priority ||
    (a.entry.name < b.entry.name ? -1 : 1)
  );
}

export interface Group<T> {
  group: string;
  hits: Hit<T>[];
  /** How many more there are than shown. */
  more: number;
}

/**
 * Find entries.
 *
 * @param most hits shown in one group.
 * @returns groups ordered by their best hit, hits ordered by rank, length of name and importance.
 */
export function search<T>(entries: readonly Entry<T>[], text: string, most: number): Group<T>[] {
  const query = normalise(text);
  if (query === "") return [];
  const groups = new Map<string, Hit<T>[]>();
  for (const each of entries) {
    const rank = rankOf(each, query);
    if (rank === null) continue;
    const hits = groups.get(each.group) ?? [];
    hits.push({ entry: each, rank });
    groups.set(each.group, hits);
  }
  return [...groups]
    .map(([group, hits]) => {
      hits.sort(before);
      return { group, hits: hits.slice(0, most), more: Math.max(0, hits.length - most) };
    })
    .sort((a, b) => before(a.hits[0]!, b.hits[0]!));
}
