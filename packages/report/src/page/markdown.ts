import { inMarkup, printable } from '../summary/printable.ts';

/** Tables of more rows than this are folded away. */
export const longTable = 12;

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

/** Text in a code span, whatever it holds. */
export function code(text: string): string {
  return `\`${printable(text.replaceAll('`', "'").replace(/\s+/g, ' ').trim())}\``;
}

/** Folded away until asked for. */
export function folded(summary: string, body: string): string {
  return `<details>\n<summary>${inMarkup(summary)}</summary>\n\n${body.trim()}\n\n</details>`;
}

/** What is long is folded. */
export function foldedIf(long: boolean, summary: string, body: string): string {
  return long ? folded(summary, body) : body;
}
