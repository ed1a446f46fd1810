import type { Labelled } from '@mcover/core';
import { hiddenField } from '@mcover/core/internals';
import { committeeCode } from '../kernels.ts';
import { allocate } from '../memory.ts';
import { instantiate } from '../module.ts';
import type { Remedy } from '../remedy.ts';
import { wordBits } from './layout.ts';
import { packPatterns } from './pack.ts';

/** An instance of the kernels, in a memory that holds packed patterns (assembly/committee/unit-fields.ts). */
interface Kernels {
  unitFields(count: number): void;
}

/** Units whose fields are computed together; inputs whose tables are. */
const units = 4;
const together = 64;
const tableBytes = 8 * 256 * 4 * units;

const fewerPatterns: Remedy = { path: 'P', less: 'fewer patterns P or inputs N' };

/**
 * Share of some patterns that the hard committee of K units with the weights J[k·N + i] misclassifies: `hardError` of
 * core, bit for bit. Fields are computed in singles, and one that is too near to 0 for its sign to be sure, as core does.
 */
export function hardReadout(patterns: Labelled, K: number): (J: Float64Array) => number {
  const { N, P, y } = patterns;
  const blocks = Math.ceil(N / together);
  const inputWords = Math.ceil(N / wordBits);
  const tables = 4 * units * together * blocks;
  const fields = tables + tableBytes;
  // The last pattern is read up to whole blocks.
  const bits = fields + 4 * units * P;
  const memory = allocate(bits + 2 * inputWords * P + together / 8, fewerPatterns);
  packPatterns(patterns, { inputWords }, new Uint8Array(memory.buffer, bits));
  const layout = { N, inputWords, values: 0, tables, fields, patterns: bits };
  const kernels = instantiate<Kernels>(committeeCode, memory, layout);
  const values = new Float32Array(memory.buffer, 0, units * N);
  const found = new Float32Array(memory.buffer, fields, units * P);
  const votes = new Int16Array(P);

  /** Adds the votes of unit k, whose fields lie in this lane. */
  const vote = (J: Float64Array, k: number, lane: number): void => {
    const unsure = roundings(J.subarray(k * N, (k + 1) * N), blocks);
    for (let mu = 0; mu < P; mu++) {
      const single = found[mu * units + lane];
      const field = Math.abs(single) > unsure ? single : hiddenField(J, k, patterns, mu);
      votes[mu] += field >= 0 ? 1 : -1;
    }
  };

  return (J) => {
    votes.fill(0);
    for (let first = 0; first < K; first += units) {
      const last = Math.min(first + units, K);
      for (let k = first; k < last; k++) {
        for (let i = 0; i < N; i++) values[i * units + k - first] = J[k * N + i];
      }
      kernels.unitFields(P);
      for (let k = first; k < last; k++) vote(J, k, k - first);
    }
    let wrong = 0;
    for (let mu = 0; mu < P; mu++) if ((votes[mu] >= 0 ? 1 : -1) !== y[mu]) wrong++;
    return wrong / P;
  };
}

/**
 * How far a field in singles may be from that in doubles, of weights in so many blocks. A term is rounded to a single, and
 * with the sums that it is part of, at most 12 + blocks times (Higham, Accuracy and Stability of Numerical Algorithms,
 * ch. 4); doubles add less than one more. Twice that covers the terms of higher order, and the last summand what is too
 * small for a single. Sums that may overflow are never sure.
 */
function roundings(row: Float64Array, blocks: number): number {
  let size = 0;
  for (let i = 0; i < row.length; i++) size += Math.abs(row[i]);
  return size < 2 ** 126 ? 2 * (13 + blocks) * 2 ** -24 * size + row.length * 2 ** -149 : Infinity;
}
