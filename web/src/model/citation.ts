/** Citations: `source-id [locator]; other-id [locator]`, as the data writes them. */

export interface Citation {
  id: string;
  locator: string;
}

/** The citations of a cell, in order; a part that is no citation is kept whole as an id. */
export function parseCitations(cell: string): Citation[] {
  return cell
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const match = /^([A-Za-z0-9][\w-]*)\s*\[([^\]]*)\]$/.exec(part);
      return match === null
        ? { id: part, locator: "" }
        : { id: match[1]!, locator: match[2]!.trim() };
    });
}

/** A text cut into plain runs and `http(s)` addresses, the only ones ever made into links. */
export function linkRuns(text: string): { text: string; href: string | null }[] {
  const runs: { text: string; href: string | null }[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'，。；）)\]]+/gu)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index), href: null });
    runs.push({ text: match[0], href: safeAddress(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), href: null });
  return runs;
}

function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

const INNER: Record<string, string> = { "“": "‘", "”": "’", "‘": "“", "’": "”" };

/** A quote's own quotation marks as they stand inside others: “五水综改” becomes ‘五水综改’. */
export function innerQuotes(text: string): string {
  return text.replace(/[“”‘’]/gu, (mark) => INNER[mark]!);
}
