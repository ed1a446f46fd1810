import type { AnnealingProblem } from '@mcover/core';
import { type Shape, wordsOf } from './shape.ts';

/** Top bit of an entry of the order: the weight is +1. */
export const up = 2 ** 31;

/** What a trial brings along, as shape.ts says where. */
export type Packed = Readonly<Record<'columns' | 'contexts' | 'orders' | 'states', Uint32Array<ArrayBuffer>>>;

/** A problem in words. Bytes of contexts are written as little-endian words, which is what devices read. */
export function pack({ N, P, G, bank, weights, random }: AnnealingProblem, shape: Shape): Packed {
  const { M, S, inverses } = bank;
  const sizes = wordsOf(shape);
  const columns = new Uint32Array(sizes.columns);
  for (let q = 0; q < N; q++) {
    for (let mu = 0; mu < P; mu++) {
      if (G[q * P + mu] > 0) columns[q * shape.words + (mu >> 5)] |= 1 << (mu & 31);
    }
  }
  const contexts = new Uint32Array(sizes.contexts);
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < N; q++) {
      for (let b = 0; b < M; b++) {
        const at = (b * N + q) * S + s;
        contexts[at >> 2] |= inverses[(s * N + q) * M + b] << (8 * (at & 3));
      }
    }
  }
  const states = new Uint32Array(sizes.states);
  const sums = new Int32Array(states.buffer, 16);
  states.set(random.state);
  weights.forEach((w, site) => {
    sums[site % N] += w;
  });
  const orders = Uint32Array.from(weights, (w, site) => (w > 0 ? site + up : site));
  return { columns, contexts, orders, states };
}

/** The weights ±1 at their sites, from an order that holds them. */
export function unpackWeights(order: Uint32Array): Int8Array {
  const weights = new Int8Array(order.length);
  for (const entry of order) weights[entry % up] = entry >= up ? 1 : -1;
  return weights;
}
