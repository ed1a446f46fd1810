import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Value } from '../summary/parameters.ts';
import type { Tidy } from './tidy.ts';

/**
 * The table as a Parquet file. A column of numbers is DOUBLE, one of flags BOOLEAN, any other one a text; what a trial
 * lacks is null.
 *
 * @example
 * String.fromCharCode(...parquetOf({ columns: ['a'], rows: [[1], [undefined]] }).slice(0, 4)); // 'PAR1'
 */
export function parquetOf({ columns, rows }: Tidy): Uint8Array {
  const columnData = columns.map((name, i) => {
    const values = rows.map((row) => row[i]);
    const type = typeOf(values);
    const written = (value: Value) => (type === 'STRING' ? String(value) : value);
    return { name, type, data: values.map((value) => (value === undefined ? null : written(value))) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'mcover' }));
}

function typeOf(values: readonly (Value | undefined)[]): 'DOUBLE' | 'BOOLEAN' | 'STRING' {
  const types = new Set(values.flatMap((value) => (value === undefined ? [] : typeof value)));
  if (types.size !== 1) return 'STRING';
  return types.has('number') ? 'DOUBLE' : types.has('boolean') ? 'BOOLEAN' : 'STRING';
}
