import { closest, distance } from 'fastest-levenshtein';

/** "1 trial", "2 trials". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A sentence with its first letter large. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The known word that is most like another one, where any is like it: at most half of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(word, known);
  return distance(word, found) * 2 <= Math.max(word.length, found.length) ? found : undefined;
}

/** `; nearest: "sigma"; known: mu, sigma`: the end of a message about a word that nobody knows. */
export function knownWords(word: string, known: readonly string[]): string {
  const like = nearest(word, known);
  return `${like === undefined ? '' : `; nearest: "${like}"`}; known: ${known.join(', ')}`;
}

/** Lines of a table in plain text: as wide as their widest text, each column to the left or to the right. */
export function aligned(rows: readonly (readonly string[])[], toLeft: readonly boolean[]): string[] {
  const widths = toLeft.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (cell: string, column: number) =>
    toLeft[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
