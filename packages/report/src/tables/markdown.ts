import { printable } from '../summary/printable.ts';
import { absent, type Entry, type Table } from './table.ts';

/** GitHub's tables. The caption is left to the page. */
export function toMarkdown({ columns, rows }: Table): string {
  const lines = [
    columns.map(({ title }) => escaped(title)),
    columns.map(({ align }) => (align === 'right' ? '---:' : '---')),
    ...rows.map((row) => row.map(cell)),
  ];
  return `${lines.map((entries) => `| ${entries.join(' | ')} |`).join('\n')}\n`;
}

function cell({ text, href }: Entry = { text: absent, raw: [] }): string {
  return href === undefined ? escaped(text) : `[${escaped(text)}](${href})`;
}

/** Keeps text from ending an entry or being read as markup. */
export function escaped(text: string): string {
  return printable(text.replace(/[\t\r\n]/g, ' '))
    .replace(/[\\|*_`<>]|&(?=[#a-z])/gi, '\\$&')
    .replaceAll('](', ']\\(');
}
