import { type ColumnData, parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { causeOf, fault, quoted } from './open.ts';
import { type ColumnName, type FileRows, labelsOf, placeOf, roomFor } from './rows.ts';

/** A file as another thread is told of it. */
export interface ParquetFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly label: ColumnName;
}

/**
 * Reads a Parquet file of plain columns, all numbers but that of the labels.
 *
 * @throws UsageError with row and column of the first fault.
 */
export async function parquetRows({ name, bytes, label }: ParquetFile): Promise<FileRows> {
  const { columns, P } = sizesOf(name, bytes.buffer);
  const at = placeOf(name, label, columns);
  const N = columns.length - 1;
  const x = roomFor(name, P, N);
  const labels: unknown[] = new Array(P);
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) => bytes.buffer.slice(from, to),
  };
  for (const [column, title] of columns.entries()) {
    let seen = 0;
    let problem: string | undefined;
    // What is thrown here would be lost.
    const take = (value: unknown, row: number) => {
      seen++;
      if (column === at) labels[row] = value;
      else {
        x[row * N + column - (column > at ? 1 : 0)] = Number(value);
        problem ??= problemOf(value, row);
      }
    };
    const onChunk = ({ columnData, rowStart }: ColumnData) => {
      for (let i = 0; i < columnData.length; i++) take(columnData[i], rowStart + i);
    };
    try {
      await parquetRead({ file, compressors, columns: [title], onChunk });
    } catch (error) {
      throw unreadable(name, error);
    }
    if (problem) throw fault(name, `column ${quoted(title)}, ${problem}`);
    if (seen !== P) throw fault(name, `column ${quoted(title)} has ${seen} values in ${P} rows`);
  }
  return {
    columns: columns.filter((_, column) => column !== at),
    named: true,
    P,
    x,
    labels: labelsOf(name, labels, P),
  };
}

/** Why a value is no input. */
function problemOf(value: unknown, row: number): string | undefined {
  const where = `row ${row + 1}`;
  if (value === null || value === undefined)
    return `${where}: the value is missing; fill it in or leave the row out`;
  if (!['number', 'bigint', 'boolean'].includes(typeof value))
    return `${where}: ${quoted(String(value))} is not a number; take the column out`;
  if (Number.isFinite(Math.fround(Number(value)))) return undefined;
  return `${where}: ${value} is not finite in single precision; numbers go up to ±3.4e38`;
}

/** Names of the columns, and number of rows. */
function sizesOf(name: string, buffer: ArrayBuffer): { columns: string[]; P: number } {
  try {
    const metadata = parquetMetadata(buffer);
    const { children } = parquetSchema(metadata);
    const nested = children.find((child) => child.children.length > 0);
    if (nested) throw new Error(`column ${quoted(nested.element.name)} has columns of its own; take it out`);
    return { columns: children.map(({ element }) => element.name), P: Number(metadata.num_rows) };
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): Error {
  return fault(name, `is no Parquet file that can be read: ${causeOf(error)}`);
}
