import { readFileSync } from 'node:fs';
import {
  exp,
  gaussian,
  type Labelled,
  type Network,
  type Random,
  shuffle,
  spin,
  stream,
  type TeacherStudent,
} from '@mcover/core';
import { mlpLayers, mlpSize, networkLogits } from '@mcover/core/internals';

export const random = (name: string, trial = 0) => stream({ root: 3, trial }, name);

export const gaussians = (count: number, source: Random) =>
  Float64Array.from({ length: count }, () => gaussian(source));

/** Networks of both activations that have a torus: wide, narrow, of one layer, of single units. */
export const networks: (readonly [string, Network])[] = (['relu', 'sign'] as const).flatMap((activation) =>
  [
    [784, 64, 64, 10],
    [5, 4, 4, 3],
    [6, 3],
    [4, 1, 1, 2],
  ].map((widths) => [`${activation} ${widths.join('-')}`, { widths, activation }] as const),
);

/** Weights of a network, drawn so that fields are of order one. */
export function randomWeights({ widths }: Network, source: Random): Float64Array {
  const w = gaussians(mlpSize(widths), source);
  for (const { inputs, outputs, weights } of mlpLayers(widths))
    for (let i = weights; i < weights + inputs * outputs; i++) {
      w[i] /= Math.sqrt(inputs);
      // A sphere of one weight is two points, and no path joins them.
      if (inputs === 1) w[i] = Math.abs(w[i]);
    }
  return w;
}

/** What was done to the hidden units of each layer of a network. */
export interface Scrambling {
  orders: Int32Array[];
  scales: Float64Array[];
  signs: Int8Array[];
}

/** Any order, scales e^N(0, 1), and signs where units may flip. */
export function randomScrambling({ widths, activation }: Network, source: Random): Scrambling {
  const hidden = widths.slice(1, -1);
  return {
    orders: hidden.map((width) => {
      const order = Int32Array.from({ length: width }, (_, r) => r);
      shuffle(source, order);
      return order;
    }),
    scales: hidden.map((width) => gaussians(width, source).map(exp)),
    signs: hidden.map((width) =>
      Int8Array.from({ length: width }, () => (activation === 'sign' ? spin(source) : 1)),
    ),
  };
}

/** The same function in other weights, from the definition: unit orders[r] comes to place r. */
export function scrambled(
  { widths, activation }: Network,
  w: Float64Array,
  { orders, scales, signs }: Scrambling,
): Float64Array {
  const layers = mlpLayers(widths);
  const result = Float64Array.from(w);
  orders.forEach((order, l) => {
    const before = Float64Array.from(result);
    const { inputs, weights, biases } = layers[l];
    const next = layers[l + 1];
    order.forEach((from, r) => {
      const incoming = scales[l][r] * signs[l][r];
      const outgoing = signs[l][r] / (activation === 'relu' ? scales[l][r] : 1);
      for (let i = 0; i < inputs; i++)
        result[weights + r * inputs + i] = incoming * before[weights + from * inputs + i];
      result[biases + r] = incoming * before[biases + from];
      for (let o = 0; o < next.outputs; o++)
        result[next.weights + o * next.inputs + r] = outgoing * before[next.weights + o * next.inputs + from];
    });
  });
  return result;
}

/** Logits of all patterns x[μ·N + i], one row after the other. */
export function logitsOf(network: Network, w: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
  const N = network.widths[0];
  const of = networkLogits(network, w);
  const rows = Array.from({ length: x.length / N }, (_, mu) => Array.from(of(x, mu * N)));
  return Float64Array.from(rows.flat());
}

/** The class of each pattern: its largest logit, the first where several are. */
export function classesOf(network: Network, w: ArrayLike<number>, x: ArrayLike<number>): number[] {
  const count = network.widths[network.widths.length - 1];
  const logits = logitsOf(network, w, x);
  return Array.from({ length: logits.length / count }, (_, mu) => {
    const own = logits.subarray(mu * count, (mu + 1) * count);
    return own.indexOf(Math.max(...own));
  });
}

/** The share of patterns whose class is not y, as a function of the weights. */
export function errorOf(network: Network, x: ArrayLike<number>, y: ArrayLike<number>) {
  return (w: ArrayLike<number>) =>
    classesOf(network, w, x).filter((label, mu) => label !== y[mu]).length / y.length;
}

export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);

interface LayerOf {
  W: number[][];
  b: number[];
}

/** Layers of a golden file as one array. */
export const flat = (layers: readonly LayerOf[]) =>
  Float64Array.from(layers.flatMap(({ W, b }) => [...W.flat(), ...b]));

interface MlpCase {
  A: LayerOf[];
  B: LayerOf[];
  normalisedA: LayerOf[];
  alignedB: LayerOf[];
  quarter: LayerOf[];
  permutations: number[][];
  signs: number[][];
  distance: number;
  unaligned: number;
  squares: number[];
  X: number[][];
  y: number[];
  logits0: number[][];
  geodesic: number[];
  linear: number[];
}

interface FlipCase {
  w: number[];
  x: number[][];
  y: number[];
  expectedError: Record<string, number>;
}

/** Computed by NumPy and SciPy. */
export const golden: {
  relu: MlpCase;
  sign: MlpCase;
  committee: { J: number[][]; X: number[][]; y: number[]; expectedError: Record<string, number> };
  flips9: FlipCase;
  flips10: FlipCase;
} = JSON.parse(readFileSync(new URL('golden/toroids.json', import.meta.url), 'utf8'));

/** Patterns ±1 with labels ±1. */
export function patternsOf(x: readonly (readonly number[])[], y: readonly number[]): Labelled {
  return { N: x[0].length, P: x.length, x: Int8Array.from(x.flat()), y: Int8Array.from(y) };
}

export function randomPatterns(N: number, P: number, source: Random): Labelled {
  const signs = (count: number) => Int8Array.from({ length: count }, () => spin(source));
  return { N, P, x: signs(N * P), y: signs(P) };
}

/** The patterns of a teacher, which lie in columns, as rows. */
export function taughtRows({ N, P, x, y }: TeacherStudent): Labelled {
  return { N, P, x: Int8Array.from(x, (_, at) => x[(at % N) * P + Math.floor(at / N)]), y };
}
