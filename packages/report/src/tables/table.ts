/** A table before it is written in any notation. */
export interface Table {
  /** Stem of its files. */
  id: string;
  caption: string;
  columns: Column[];
  /** One entry a column; what cannot be said is undefined. */
  rows: (Entry | undefined)[][];
}

export interface Column {
  title: string;
  /** Names of the columns that it makes where numbers stand alone, as in CSV. */
  keys: string[];
  align: 'left' | 'right';
}

export interface Entry {
  /** For a reader. */
  text: string;
  /** For a program: one full-precision value per key of the column. */
  raw: (string | number)[];
  /** Where the text leads on a page, a path or `#id`. */
  href?: string;
}

/** Stands for an entry without a value. */
export const absent = '–';

export function entry(text: string, ...raw: (string | number)[]): Entry {
  return { text, raw: raw.length ? raw : [text] };
}
