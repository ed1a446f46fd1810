import { inMarkup, printable } from '../summary/printable.ts';
import { escaped } from '../tables/markdown.ts';

/** Blocks of markdown, one empty line between them. */
export function blocks(parts: readonly (string | undefined)[]): string {
  return `${parts
    .filter((part) => part !== undefined)
    .map((part) => part.trim())
    .join('\n\n')}\n`;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A table with its caption, as pandoc has it. */
export function captioned(caption: string, table: string): string {
  return `Table: ${escaped(caption)}\n\n${table.trim()}`;
}

/** Text in a code span, whatever it holds. */
export function code(text: string): string {
  return `\`${printable(text.replaceAll('`', "'").replace(/\s+/g, ' ').trim())}\``;
}

/** Folded away until asked for. */
export function folded(summary: string, body: string): string {
  return `<details>\n<summary>${inMarkup(summary)}</summary>\n\n${body.trim()}\n\n</details>`;
}
