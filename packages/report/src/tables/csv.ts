import type { Table } from './table.ts';

/** RFC 4180, but for plain line ends; numbers in full precision, empty where there is none. */
export function toCsv({ columns, rows }: Table): string {
  const header = columns.flatMap(({ keys }) => keys);
  const lines = rows.map((row) => row.flatMap((entry, i) => entry?.raw ?? columns[i].keys.map(() => '')));
  return [header, ...lines].map((fields) => `${fields.map(quote).join(',')}\n`).join('');
}

function quote(field: string | number): string {
  const text = String(field);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
