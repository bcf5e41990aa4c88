/** Names as a map writes them: short, and in lines where they are long. */

/** Widths in Latin letters; a Chinese one is as wide as two. */
const MOST_WIDTH = 66;
const LINE_WIDTH = 24;
const MOST_LINES = 3;

const WIDE = /[\u2e80-\uffef]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += WIDE.test(letter) ? 2 : 1;
  return width;
}

/** A name without its closing remark in brackets; a name of ten thousand letters is cut. */
export function mapName(name: string): string {
  const short = name.slice(0, 200).replace(/[（(][^（(]*[）)]$/u, "").trim() || name.slice(0, 200);
  if (widthOf(short) <= MOST_WIDTH) return short;
  let cut = "";
  for (const letter of short) {
    if (widthOf(cut + letter) >= MOST_WIDTH) break;
    cut += letter;
  }
  return `${cut}…`;
}

/** Cut a name into lines of about the same width: between words, or between Chinese letters. */
export function wrapName(name: string): string[] {
  const total = widthOf(name);
  const count = Math.min(MOST_LINES, Math.ceil(total / LINE_WIDTH));
  if (count < 2) return [name];
  const parts = name.match(/[\u2e80-\uffef][，。、）”]?|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? [name];
  const lines: string[] = [];
  let line = "";
  let done = 0;
  for (const part of parts) {
    const full = done + widthOf(line) + widthOf(part.trimEnd()) / 2 > (total * (lines.length + 1)) / count;
    if (full && line !== "" && lines.length < count - 1) {
      done += widthOf(line);
      lines.push(line.trim());
      line = "";
    }
    line += part;
  }
  return [...lines, line.trim()];
}
