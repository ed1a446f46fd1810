import { InputError } from '../error.ts';
import type { Table, TableRows } from './table.ts';

/** How the inputs of a table are taken: as they are, each standardised, or each as a sign about its median. */
export const inputScales = ['standardised', 'binarised', 'raw'] as const;

export type InputScale = (typeof inputScales)[number];

/** What is made of an input x_i: (x_i − centre_i)/spread_i or, binarised, +1 above centre_i and −1 elsewhere. */
export interface Scaling {
  readonly inputs: InputScale;
  /** One value for each of the N inputs. */
  readonly centre: Float64Array;
  readonly spread: Float64Array;
}

/**
 * The scaling that rows to learn from call for; the same one is then applied to all other rows.
 *
 * Standardised: mean and standard deviation (over P, not P − 1). Binarised: the median, of an even number the lower of the
 * two in the middle; where nothing lies above it, the next value below it, so that every input that varies keeps both
 * signs. An input that is constant in these rows gets the spread 1.
 *
 * @example
 * const table = { N: 1, P: 4, x: Float32Array.of(1, 2, 2, 2), labels: new Uint8Array(4) };
 * const rows = { table, places: Int32Array.of(0, 1, 2, 3) };
 * scalingOf(rows, 'standardised').centre[0]; // 1.75
 * scalingOf(rows, 'binarised').centre[0]; // 1
 */
export function scalingOf(rows: TableRows, inputs: InputScale): Scaling {
  const { N } = rows.table;
  const centre = new Float64Array(N);
  const spread = new Float64Array(N).fill(1);
  if (inputs === 'standardised') standardise(rows, centre, spread);
  if (inputs === 'binarised') {
    const column = new Float32Array(rows.places.length);
    for (let i = 0; i < N; i++) centre[i] = threshold(readColumn(rows, i, column));
  }
  return { inputs, centre, spread };
}

/** Sums run over the rows in their order, row by row, so that memory is read from end to end. */
function standardise({ table: { N, x }, places }: TableRows, centre: Float64Array, spread: Float64Array) {
  for (const place of places) for (let i = 0; i < N; i++) centre[i] += x[place * N + i];
  for (let i = 0; i < N; i++) centre[i] /= places.length;
  const squares = new Float64Array(N);
  for (const place of places) {
    for (let i = 0; i < N; i++) {
      const apart = x[place * N + i] - centre[i];
      squares[i] += apart * apart;
    }
  }
  for (let i = 0; i < N; i++) spread[i] = Math.sqrt(squares[i] / places.length) || 1;
}

function readColumn({ table: { N, x }, places }: TableRows, i: number, into: Float32Array): Float32Array {
  for (let mu = 0; mu < places.length; mu++) into[mu] = x[places[mu] * N + i];
  return into;
}

/** The value above which the upper half lies. Sorts the values. */
function threshold(values: Float32Array): number {
  values.sort();
  const median = values[Math.ceil(values.length / 2) - 1];
  if (values[values.length - 1] > median) return median;
  const below = values.findLastIndex((value) => value < median);
  return below < 0 ? median : values[below];
}

/** Input i of some row, scaled. */
export function scaled({ inputs, centre, spread }: Scaling, value: number, i: number): number {
  if (inputs === 'binarised') return value > centre[i] ? 1 : -1;
  return (value - centre[i]) / spread[i];
}

/** The first input that has one value in all rows, or −1. */
export function constantInput({ N, P, x }: Table): number {
  const varies = (i: number) => {
    for (let row = 1; row < P; row++) if (x[row * N + i] !== x[i]) return true;
    return false;
  };
  for (let i = 0; i < N; i++) if (!varies(i)) return i;
  return -1;
}

/** @throws InputError at `data`, where an input that is taken as it is is neither +1 nor −1. */
export function refuseOtherThanSigns({ N, P, x }: Table): void {
  for (let at = 0; at < N * P; at++) {
    if (x[at] === 1 || x[at] === -1) continue;
    const where = `input ${(at % N) + 1} of row ${Math.floor(at / N) + 1}`;
    throw new InputError('data', `${where} is ${x[at]}; the model takes ±1: take "binarised" inputs`);
  }
}
