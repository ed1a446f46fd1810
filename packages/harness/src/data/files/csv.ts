import { createHash } from 'node:crypto';
import Papa from 'papaparse';
import { bytesAt, fault, type Opened, quoted } from './open.ts';
import { type ColumnName, type FileRows, Labelling, placeOf, roomFor } from './rows.ts';

/** Bytes that are read and parsed at a time: the text of a file is never there as a whole. */
const chunkBytes = 2 ** 20;

/** Most characters of a row: a quote that is never closed would make one row of all that follows. */
const mostCharacters = 2 ** 24;

/**
 * Reads a CSV file: UTF-8, names in its first line, cells apart by what its first line has most of, commas, semicolons or
 * tabs. All columns but that of the labels are numbers; no formula is evaluated. Empty lines are left out.
 *
 * @throws UsageError with line and column of the first fault.
 */
export function readCsv(opened: Opened, label: ColumnName): FileRows & { sha256: string } {
  const { name } = opened;
  const form = formOf(opened);
  const most = linesOf(opened, form.newline.charCodeAt(form.newline.length - 1));
  const hash = createHash('sha256');
  const labelling = new Labelling(name);
  let columns: string[] | undefined;
  let at = 0;
  let N = 0;
  let P = 0;
  let line = 0;
  let x: Float32Array = new Float32Array(0);
  let codes = new Uint8Array(0);

  const header = (cells: string[]) => {
    at = placeOf(name, label, cells);
    columns = cells;
    N = cells.length - 1;
    x = roomFor(name, most, N);
    codes = new Uint8Array(most);
  };
  const place = (column: number) => `line ${line}, column ${quoted(columns![column])}`;
  const row = (cells: string[]) => {
    if (cells.length !== N + 1)
      throw fault(name, `line ${line}: ${cells.length} cells instead of ${N + 1}, as the first line has`);
    if (P === most) throw fault(name, 'was changed while it was read; start again');
    if (cells[at].trim() === '')
      throw fault(name, `${place(at)}: the label is missing; fill it in or leave the row out`);
    codes[P] = labelling.codeOf(cells[at]);
    for (let column = 0, i = P * N; column <= N; column++) {
      if (column === at) continue;
      const cell = cells[column];
      const value = Number(cell);
      x[i] = value;
      if (!Number.isFinite(x[i]) || (value === 0 && cell.trim() === ''))
        throw fault(name, `${place(column)}: ${faultOf(cell)}`);
      i++;
    }
    P++;
  };
  const reader: Reader = { form, seen: (bytes) => hash.update(bytes), line: () => line + 1 };
  for (const cells of rowsOf(opened, reader)) {
    line++;
    // A row that ends otherwise than the first one.
    const last = cells.length - 1;
    if (form.newline === '\n' && cells[last].endsWith('\r')) cells[last] = cells[last].slice(0, -1);
    if (last > 0 || cells[0] !== '') {
      if (columns) row(cells);
      else header(cells);
    }
    for (const cell of columns ? [cells[at] ?? ''] : cells) line += breaksOf(cell);
  }
  if (!columns || P === 0) throw fault(name, 'has no rows below its first line, which names the columns');
  return {
    columns: columns.filter((_, column) => column !== at),
    named: true,
    P,
    x: x.subarray(0, P * N),
    labels: { codes: codes.subarray(0, P), classes: labelling.classes },
    sha256: hash.digest('hex'),
  };
}

const breaksOf = (cell: string) => (cell.includes('\n') ? cell.split('\n').length - 1 : 0);

/** Why a cell is no number. */
function faultOf(cell: string): string {
  if (cell.trim() === '') return 'the value is missing; fill it in or leave the row out';
  if (/^\s*[+-]?\d*,\d+\s*$/.test(cell))
    return `${quoted(cell)} is not a number; write decimals with a point, and no other commas`;
  if (Number.isNaN(Number(cell)))
    return `${quoted(cell)} is not a number; take the column out, or put numbers in its place`;
  return `${quoted(cell)} is not finite in single precision; numbers go up to ±3.4e38`;
}

interface Form {
  readonly delimiter: string;
  readonly newline: '\n' | '\r' | '\r\n';
}

/** What parts cells and rows, as the first line has it. */
function formOf(opened: Opened): Form {
  const start = new TextDecoder('latin1').decode(bytesAt(opened, 0, new Uint8Array(chunkBytes)));
  const end = start.search(/[\r\n]/);
  const line = end < 0 ? start : start.slice(0, end);
  // What stands in quotes is a part of a name: "length, cm";"kind".
  const first = line.replace(/(?<=^(?:\xef\xbb\xbf)?|[,;\t])"[^"]*(?:""[^"]*)*"/g, '');
  const count = (character: string) => first.split(character).length - 1;
  const [delimiter] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  const ending = start.slice(end, end + 2);
  return { delimiter, newline: ending === '\r\n' ? ending : ending.startsWith('\r') ? '\r' : '\n' };
}

/** At least the number of rows. */
function linesOf(opened: Opened, ending: number): number {
  let lines = 1;
  for (const bytes of chunksOf(opened)) {
    for (let at = bytes.indexOf(ending); at >= 0; at = bytes.indexOf(ending, at + 1)) lines++;
  }
  return lines;
}

function* chunksOf(opened: Opened): Generator<Uint8Array> {
  for (let at = 0; ; at += chunkBytes) {
    const bytes = bytesAt(opened, at, new Uint8Array(chunkBytes));
    if (bytes.length === 0) return;
    yield bytes;
  }
}

/** What reads the rows of a file, and where it stands. */
interface Reader {
  readonly form: Form;
  seen(bytes: Uint8Array): void;
  /** The line of the next row. */
  line(): number;
}

/** The cells of each row. */
function* rowsOf(opened: Opened, reader: Reader): Generator<string[], undefined, undefined> {
  const { name } = opened;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new Papa.Parser(reader.form);
  let rest = '';
  const parse = function* (bytes: Uint8Array | undefined) {
    try {
      rest += bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw fault(name, 'is not UTF-8 text; save it as CSV in UTF-8');
    }
    const { data, errors, meta }: Papa.ParseResult<string[]> = parser.parse(rest, 0, bytes !== undefined);
    rest = rest.slice(meta.cursor);
    // Of a row that goes on in the next bytes, errors are none yet.
    const stray = errors.find(({ row = 0 }) => row < data.length);
    if (stray) {
      yield* data.slice(0, stray.row);
      throw fault(name, `line ${reader.line()}: ${stray.message}; write a quote within quotes twice`);
    }
    if (rest.length > mostCharacters) {
      const long = `a row of over ${mostCharacters} characters; is a quote opened and never closed?`;
      throw fault(name, `line ${reader.line()}: ${long}`);
    }
    yield* data;
  };
  for (const bytes of chunksOf(opened)) {
    reader.seen(bytes);
    yield* parse(bytes);
  }
  yield* parse(undefined);
}
