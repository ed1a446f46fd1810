/** A text of any origin without what steers a terminal, ends a line or turns the direction of writing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** The same as text of HTML or SVG. */
export function inMarkup(text: string): string {
  return printable(text).replace(/[&<>"]/g, (character) => entities[character]);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
