import type { Table } from './table.ts';

/** A table as CSV: numbers in full precision, empty where there is none. */
export function toCsv({ columns, rows }: Table): string {
  return csvOf(
    columns.flatMap(({ keys }) => keys),
    rows.map((row) => row.flatMap((entry, i) => entry?.raw ?? columns[i].keys.map(() => ''))),
  );
}

/** RFC 4180, but for plain line ends. */
export function csvOf(
  header: readonly string[],
  rows: readonly (readonly (string | number | boolean | undefined)[])[],
): string {
  return [header, ...rows].map((fields) => `${fields.map(quote).join(',')}\n`).join('');
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets themselves mark a text
 * (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers.
 */
function quote(field: string | number | boolean = ''): string {
  const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? `'${field}` : String(field);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
