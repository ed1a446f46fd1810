import { cellId, type TrialRecord } from '@mcover/record';
import { flatten, isStandIn, type Value } from '../summary/parameters.ts';
import { csvOf } from '../tables/csv.ts';

/** Records as one table: one row a trial, one column for whatever any of them has. */
export interface Tidy {
  columns: string[];
  /** One value a column; undefined where the trial has none. */
  rows: (Value | undefined)[][];
}

/**
 * Each part of a record under its path in the record: `params.kernel.sigma`, `seed.trial`, `result.solved`; those of the
 * specification without a prefix. `cell` is the id of the trial's cell, and `synthetic` says that its data stand in for a
 * data set.
 *
 * @example
 * tidyOf([]); // { columns: [], rows: [] }
 */
export function tidyOf(records: readonly TrialRecord[]): Tidy {
  const flat = records.map(rowOf);
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))].sort((a, b) => place(a) - place(b));
  return { columns, rows: flat.map((row) => columns.map((column) => row[column])) };
}

/** The heads of the columns, in the order of reading. */
const heads = ['experiment', 'id', 'cell', 'model', 'method', 'seed', 'data', 'synthetic', 'params'];
const tails = ['arithmetic', 'uses', 'result', 'failure', 'provenance'];
const order = [...heads, ...tails];
const place = (column: string) => order.indexOf(column.split('.')[0]);

function rowOf(record: TrialRecord): Record<string, Value> {
  const { experiment, id, spec, result = {}, failure = {}, provenance } = record;
  const row: Record<string, Value> = {};
  const synthetic = isStandIn(spec);
  flatten({ experiment, id, cell: cellId(spec), ...spec, synthetic, result, failure, provenance }, '', row);
  return row;
}

/** @example tidyCsv({ columns: ['a', 'b'], rows: [['=1', -1]] }); // "a,b\n'=1,-1\n" */
export function tidyCsv({ columns, rows }: Tidy): string {
  return csvOf(columns, rows);
}
