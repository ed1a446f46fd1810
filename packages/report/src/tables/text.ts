import { aligned } from '@mcover/record';
import { absent, type Table } from './table.ts';

/** A table for a terminal. */
export function toText({ columns, rows }: Table): string {
  const texts = rows.map((row) => row.map((entry) => entry?.text ?? absent));
  const head = columns.map(({ title }) => title);
  const lines = aligned(
    [head, ...texts],
    columns.map(({ align }) => align === 'left'),
  );
  return lines.map((line) => `${line}\n`).join('');
}
