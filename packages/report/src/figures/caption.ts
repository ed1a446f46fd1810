/** How wide figures are drawn, in pixels: as the column of the page, and as that of a phone. */
export const column = 704;
export const phone = 342;

/** Breaks a text into lines of at most `width` characters, at spaces that are not beside an equals sign. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<!=) (?!=)/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text of at most so many characters; the end of a longer one is left out. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.floor(most) - 1)}…` : text;
}

/** As many columns of a legend as fit beside each other in a figure. */
export function legendColumns(labels: readonly string[], width = column): number {
  const longest = Math.max(...labels.map((label) => label.length));
  return Math.max(1, Math.min(labels.length, Math.floor((width - margin) / (longest * letter + mark))));
}

/** As many letters of a name as fit into a legend. */
export function legendLetters(width: number): number {
  return Math.floor((width - margin - mark) / letter);
}

/** Pixels beside a legend, of a letter in it, and of a mark before a name. */
const [margin, letter, mark] = [70, 7.6, 34];
