import { mostRows } from '@mcover/core/internals';
import { fault, mostBytes, quoted } from './open.ts';

/** Rows as a file has them: inputs in singles, and the class of each row as this file counts it. */
export interface FileRows {
  /** Names of the inputs. */
  readonly columns: readonly string[];
  /** Whether the file itself names its columns. */
  readonly named: boolean;
  readonly P: number;
  /** x[row·N + i], in shared memory. */
  readonly x: Float32Array;
  readonly labels: Labels;
}

/** The class of each row, counted in the order in which a file shows them, and their names. */
export interface Labels {
  readonly codes: Uint8Array;
  readonly classes: readonly string[];
}

/** A column by its name, or by its place counted from 0. */
export type ColumnName = string | number | undefined;

const mostClasses = 256;

/** Numbers the labels of a file as they come. */
export class Labelling {
  readonly #places = new Map<string, number>();
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** @throws UsageError where there are too many. */
  codeOf(label: string): number {
    const known = this.#places.get(label);
    if (known !== undefined) return known;
    const code = this.#places.size;
    if (code === mostClasses)
      throw fault(this.#name, `more than ${mostClasses} different labels; is the column one of classes?`);
    this.#places.set(label, code);
    return code;
  }

  get classes(): string[] {
    return [...this.#places.keys()];
  }
}

/** Labels that are numbers. */
export function labelsOf(name: string, values: ArrayLike<unknown>, count: number): Labels {
  const labelling = new Labelling(name);
  const codes = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const value = values[row];
    if (value === null || value === undefined || value === '' || Number.isNaN(value))
      throw fault(name, `row ${row + 1}: the label is missing; fill it in or leave the row out`);
    codes[row] = labelling.codeOf(String(value));
  }
  return { codes, classes: labelling.classes };
}

/** Room for the inputs of some rows, in shared memory. @throws UsageError where they are too many. */
export function roomFor(name: string, rows: number, columns: number): Float32Array {
  if (columns < 1) throw fault(name, 'has no column of inputs beside the labels');
  if (rows < 1) throw fault(name, 'has no rows');
  refuseTooMany(name, rows, columns);
  return new Float32Array(new SharedArrayBuffer(4 * rows * columns));
}

/** @throws UsageError where rows are more than a trial draws from, or than memory is meant for. */
export function refuseTooMany(name: string, rows: number, columns: number): void {
  if (rows > mostRows) throw fault(name, `more than ${mostRows} rows; take fewer`);
  if (4 * rows * columns > mostBytes)
    throw fault(name, `${rows} rows of ${columns} inputs take over ${mostBytes} bytes; take fewer`);
}

/** The place of the column of labels. @throws UsageError where it is not to be found. */
export function placeOf(name: string, label: ColumnName, columns: readonly string[]): number {
  const known = `columns: ${listed(columns)}`;
  if (label === undefined) throw fault(name, `"label" is missing: name the column of the labels; ${known}`);
  const place = typeof label === 'number' ? label : columns.indexOf(label);
  const asked = typeof label === 'number' ? `${label} (from 0)` : quoted(label);
  if (!(place >= 0 && place < columns.length)) throw fault(name, `no column ${asked} of labels; ${known}`);
  if (typeof label === 'string' && columns.indexOf(label, place + 1) >= 0)
    throw fault(name, `two columns are called ${asked}; give them different names`);
  return place;
}

/** Some names of many. */
export function listed(names: readonly string[]): string {
  const some = names.slice(0, 12).map(quoted).join(', ');
  return names.length > 12 ? `${some} and ${names.length - 12} more` : some;
}
