/** Tables and geometry leaving the page. */

import type { Cell } from "../payload";

/** A spreadsheet would run a text that starts so as a formula. */
const FORMULA = /^[\s\u200b-\u200f\ufeff]*[=+\-@\t\r|%]/u;

/** One CSV cell: numbers as they are, formula-leading texts behind an apostrophe, quoted where needed. */
export function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A CSV file with a byte-order mark (for Excel) and CRLF line ends (RFC 4180). */
export function csvText(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(csvCell).join(",")];
  for (const row of rows) lines.push(row.map(csvCell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}
