import type { Network } from '@mcover/core';
import { type Layer, mlpLayers, mlpSize } from '@mcover/core/internals';
import { assign } from './assignment.ts';
import { symmetryOf } from './symmetry.ts';
import { checkWeights } from './torus.ts';
import { dot, norm, scale } from './vectors.ts';

/** A network whose hidden units stand in the order of another one's. */
export interface Aligned {
  readonly weights: Float64Array;
  /** Of each hidden layer: which unit of the network came to each place. */
  readonly permutations: Int32Array[];
  /** Of each hidden layer: −1 where the unit that came to a place was turned, else 1. */
  readonly signs: Int8Array[];
  /** Of each hidden layer: the cosine of a unit's incoming weights with those of the reference, after all. */
  readonly cosines: Float64Array[];
}

/** What units are matched by: their incoming weights, or the outgoing ones as well. */
export type Match = 'incoming' | 'both';

/** Most rounds of matching by both sides, each layer once a round. It mostly ends after a few. */
const mostRounds = 100;

/**
 * Aligns a multilayer perceptron to a reference (Alg. 2 of arXiv:2202.03038): from the first layer up, hidden units are
 * permuted so that the sum of the cosines of their incoming weights is largest, and their outgoing weights with them.
 * Where units may flip, the cosines count by their size, and units whose cosine is negative are turned. The last layer
 * stays. Cosines are positive after that even where nothing is alike: `nullDistance` says how large.
 *
 * With `both`, the cosines of incoming and outgoing weights are added, and the layers are gone through until no unit
 * moves: barriers are lower then. It is not the paper's.
 *
 * @param reference, w parameters as `mlpLayers` lays them out; w is not changed. On the torus or not.
 *
 * @example
 * const network = { widths: [1, 2, 1], activation: 'relu' };
 * const reference = [1, -2, 0.5, 3, 1, -1, 0];
 * const { weights, permutations } = alignMlp(network, reference, [-2, 1, 3, 0.5, -1, 1, 0]);
 * weights; // [1, -2, 0.5, 3, 1, -1, 0]
 * permutations[0]; // [1, 0]
 *
 * @throws InputError for weights that are none of this network.
 */
export function alignMlp(
  { widths, activation }: Network,
  reference: ArrayLike<number>,
  w: ArrayLike<number>,
  { match = 'incoming' }: { readonly match?: Match } = {},
): Aligned {
  const size = mlpSize(widths);
  checkWeights(reference, size);
  checkWeights(w, size);
  const { flips } = symmetryOf(activation);
  const weights = Float64Array.from(w);
  const layers = mlpLayers(widths);
  const hidden = layers.slice(0, -1);
  const permutations = hidden.map(({ outputs }) => Int32Array.from({ length: outputs }, (_, r) => r));
  const signs = hidden.map(({ outputs }) => new Int8Array(outputs).fill(1));

  /** Matches the units of one layer and moves them; whether any moved. */
  const matchLayer = (layer: Layer, l: number, outgoing: boolean): boolean => {
    const next = layers[l + 1];
    const similarity = cosinesOf(reference, weights, incomingOf(layer));
    if (outgoing)
      cosinesOf(reference, weights, outgoingOf(layer, next)).forEach((cosine, i) => {
        similarity[i] += cosine;
      });
    const n = layer.outputs;
    const order = assign(flips ? similarity.map(Math.abs) : similarity, n);
    const turned = Int8Array.from(order, (from, r) => (flips && similarity[r * n + from] < 0 ? -1 : 1));
    if (order.every((from, r) => from === r) && turned.every((sign) => sign === 1)) return false;
    move(weights, layer, next, order, turned);
    const [permutation, before] = [permutations[l], signs[l]];
    permutations[l] = order.map((from) => permutation[from]);
    signs[l] = turned.map((sign, r) => sign * before[order[r]]);
    return true;
  };

  const outgoing = match === 'both';
  for (let round = 0; round < (outgoing ? mostRounds : 1); round++)
    if (!hidden.map((layer, l) => matchLayer(layer, l, outgoing)).includes(true)) break;
  const cosines = hidden.map((layer) => diagonalOf(reference, weights, incomingOf(layer)));
  return { weights, permutations, signs, cosines };
}

/**
 * Aligns a committee of K units of N weights, J[k·N + i], real or ±1: the order of its units alone, since their outgoing
 * weights are all +1.
 *
 * @example
 * alignCommittee({ N: 2, K: 2 }, [1, 1, 1, -1], [2, -1, 1, 2]).weights; // [1, 2, 2, -1]
 *
 * @throws InputError for weights that are none of this committee.
 */
export function alignCommittee(
  { N, K }: { readonly N: number; readonly K: number },
  reference: ArrayLike<number>,
  J: ArrayLike<number>,
): Aligned {
  checkWeights(reference, N * K);
  checkWeights(J, N * K);
  const rows: Vectors = { count: K, length: N, at: (k) => k * N, stride: 1 };
  const order = assign(cosinesOf(reference, J, rows), K);
  const weights = new Float64Array(K * N);
  order.forEach((from, k) => {
    for (let i = 0; i < N; i++) weights[k * N + i] = J[from * N + i];
  });
  const cosines = [diagonalOf(reference, weights, rows)];
  return { weights, permutations: [order], signs: [new Int8Array(K).fill(1)], cosines };
}

/** Vectors among the weights of a network: w[at(r) + i·stride], i < length. */
interface Vectors {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
  at(r: number): number;
}

const incomingOf = ({ inputs, outputs, weights }: Layer): Vectors => ({
  count: outputs,
  length: inputs,
  stride: 1,
  at: (r) => weights + r * inputs,
});

const outgoingOf = ({ outputs }: Layer, next: Layer): Vectors => ({
  count: outputs,
  length: next.outputs,
  stride: next.inputs,
  at: (r) => next.weights + r,
});

/** The vectors one after the other, of unit norm but for those of zeros. */
function directions(w: ArrayLike<number>, { count, length, at, stride }: Vectors): Float64Array {
  const rows = new Float64Array(count * length);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < length; i++) rows[r * length + i] = w[at(r) + i * stride];
    const size = norm(rows, r * length, length);
    if (size > 0) scale(rows, r * length, length, 1 / size);
  }
  return rows;
}

/** Cosines of all vectors of a with all of b, row by row; 0 with a vector of zeros. */
function cosinesOf(a: ArrayLike<number>, b: ArrayLike<number>, vectors: Vectors): Float64Array {
  const { count, length } = vectors;
  const [left, right] = [directions(a, vectors), directions(b, vectors)];
  return Float64Array.from({ length: count * count }, (_, i) =>
    dot(left, Math.floor(i / count) * length, right, (i % count) * length, length),
  );
}

/** Cosines of each vector of a with that of b in the same place. */
function diagonalOf(a: ArrayLike<number>, b: ArrayLike<number>, vectors: Vectors): Float64Array {
  const { count, length } = vectors;
  const [left, right] = [directions(a, vectors), directions(b, vectors)];
  return Float64Array.from({ length: count }, (_, r) => dot(left, r * length, right, r * length, length));
}

/** Puts unit order[r] of a layer in place r, turned by a sign, with its bias and outgoing weights. */
function move(w: Float64Array, layer: Layer, next: Layer, order: Int32Array, signs: Int8Array): void {
  const before = Float64Array.from(w);
  const { inputs, outputs, weights, biases } = layer;
  for (let r = 0; r < outputs; r++) {
    const [from, sign] = [order[r], signs[r]];
    for (let i = 0; i < inputs; i++) w[weights + r * inputs + i] = sign * before[weights + from * inputs + i];
    w[biases + r] = sign * before[biases + from];
    for (let o = 0; o < next.outputs; o++) {
      const row = next.weights + o * next.inputs;
      w[row + r] = sign * before[row + from];
    }
  }
}
