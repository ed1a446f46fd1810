import { type Notation, sha256 } from '@mcover/record';
import type { Value } from './parameters.ts';
import { printable } from './printable.ts';

/** How the parameters of an experiment are written, and their order of reading. An unknown path stands for itself. */
export class Notations {
  readonly #known: ReadonlyMap<string, Notation>;
  readonly #places: ReadonlyMap<string, number>;

  constructor(listed: readonly Notation[] = []) {
    this.#known = new Map(listed.map((notation) => [notation.path, notation]));
    this.#places = new Map(listed.map(({ path }, place) => [path, place]));
  }

  of(path: string): Notation {
    return this.#known.get(path) ?? { path, symbol: printable(path) };
  }

  axisTitle(path: string): string {
    const { label, symbol } = this.of(path);
    return label ?? symbol;
  }

  /** "σ = 1.5", or "directed ring"; a large matrix is shortened, unless the whole is asked for. */
  write(path: string, value: Value, whole = false): string {
    const { symbol, bare } = this.of(path);
    const text = this.writeValue(path, value, whole);
    return bare ? text : `${symbol} = ${text}`;
  }

  /** "1.5", or "directed ring". */
  writeValue(path: string, value: Value, whole = false): string {
    const { separator, digits, bare } = this.of(path);
    if (typeof value === 'number') return String(digits ? Number(value.toPrecision(digits)) : value);
    const text = printable(String(value)).replace(/\b[0-9a-f]{64}\b/g, (digest) => `${digest.slice(0, 12)}…`);
    const matrix = whole || text.length <= longestMatrix ? undefined : matrixIn(text);
    if (matrix) return shortMatrix(matrix, text);
    if (separator !== undefined && text.startsWith('[')) return JSON.parse(text).join(separator);
    return bare ? text.replaceAll('-', ' ') : text;
  }

  /** Known parameters as they are listed, then the others by name. */
  readonly compare = (a: string, b: string): number => {
    const [i, j] = [a, b].map((path) => this.#places.get(path) ?? this.#places.size);
    return i - j || (a === b ? 0 : a < b ? -1 : 1);
  };

  /** Whether the data of a trial may depend on it: so it is of what nothing is known. */
  isTask(path: string): boolean {
    return path.startsWith('data.') || !this.#known.has(path) || this.of(path).task === true;
  }
}

/** Characters of a matrix that is still written whole. */
const longestMatrix = 24;
const shownEntries = 3;

type Matrix = readonly (readonly number[])[];

/** The matrix that a text is; a text of one's own may only begin like one. */
function matrixIn(text: string): Matrix | undefined {
  if (!/^\[\[[-\d.e]+(,[-\d.e]+)*\](,\[[-\d.e]+(,[-\d.e]+)*\])*\]$/.test(text)) return undefined;
  const rows = text.slice(2, -2).split('],[');
  return rows.map((row) => row.split(',').map(Number));
}

/** "5 × 5 (.06 .28 .29 … #3f2a)": its size and first numbers, and a digest, since labels must tell matrices apart. */
function shortMatrix(rows: Matrix, text: string): string {
  const [first] = rows;
  const entries = first
    .slice(0, shownEntries)
    .map((value) => String(Number(value.toFixed(2))).replace(/^(-?)0\./, '$1.'));
  return `${rows.length} × ${first.length} (${entries.join(' ')} … #${sha256(text).slice(0, 4)})`;
}
