import {
  type Classified,
  type Coupling,
  gaussian,
  type Kernel,
  type MlpProblem,
  type Points,
  stream,
} from '@mcover/core';
import { type Activation, type Mixing, type MlpSize, mlpProblem, points } from '@mcover/core/internals';

export const activations: Activation[] = ['relu', 'tanh', 'sign'];

export const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 0.8 };

/** One of every kind of mixing; `none` is the identity. */
export const mixings: {
  name: string;
  routing: { kernel?: Kernel; G?: number; mixing?: Mixing; S?: number };
}[] = [
  { name: 'empirical', routing: { kernel: ring, G: 3, mixing: 'empirical', S: 4 } },
  { name: 'marginal', routing: { kernel: ring, G: 2, mixing: 'marginal' } },
  { name: 'exact', routing: { kernel: ring, G: 4, mixing: 'exact' } },
  { name: 'none', routing: {} },
];

/** Random real patterns with random classes. */
export function randomClasses(N: number, P: number, classes: number, trial = 0): Points {
  const random = stream({ root: 11, trial }, 'test patterns', { N, P });
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  return points({ N, P, x, labels: Uint8Array.from({ length: P }, () => random.next() % classes) });
}

/** Inputs of some patterns, one row after the other. */
export function inputsOf(patterns: Classified, ...mus: number[]): Float64Array {
  const x = new Float64Array(mus.length * patterns.N);
  mus.forEach((mu, b) => {
    patterns.inputs(mu, x, b * patterns.N);
  });
  return x;
}

/** Covers that are routed where there is a kernel, and alone without one. */
export const couplingOfCovers = (M: number, kernel?: Kernel, S = 1): Coupling =>
  kernel ? { kind: 'routing', M, S, kernel } : { kind: 'alone', M };

/** A small problem whose covers are well apart. */
export function smallProblem(
  {
    M = 1,
    kernel,
    S,
    ...size
  }: Partial<MlpSize> & { widths: number[]; M?: number; kernel?: Kernel; S?: number },
  { P = 8, trial = 0 } = {},
): MlpProblem {
  const { widths } = size;
  const patterns = randomClasses(widths[0], P, widths[widths.length - 1], trial);
  const base = { activation: 'relu', loss: 'sum', B: P, noise: 0.4 } as const;
  const coupling = couplingOfCovers(M, kernel, S);
  return mlpProblem({ ...base, coupling, ...size }, patterns, { root: 11, trial });
}

/** Gives all covers the biases of the first. */
export function shareBiases({ widths, M, weights }: MlpProblem): void {
  const size = weights.length / M;
  for (const { from, to } of biasPlaces(widths)) {
    for (let a = 1; a < M; a++) weights.copyWithin(a * size + from, from, to);
  }
}

export function biasPlaces(widths: readonly number[]): { from: number; to: number }[] {
  let end = 0;
  return widths.slice(1).map((outputs, l) => {
    const from = end + outputs * widths[l];
    end = from + outputs;
    return { from, to: end };
  });
}

/** −ln softmax(a)_y with the runtime's own functions. */
export function crossEntropyOf(logits: ArrayLike<number>, label: number): number {
  const terms = Array.from(logits, (logit) => Math.exp(logit - logits[label]));
  return Math.log(terms.reduce((sum, term) => sum + term, 0));
}

/**
 * Routed logits of one pattern in each cover, straight from Eq. 13 and 14 for every layer: input i is in block g
 * when ⌊g·d/G⌋ ≤ i < ⌊(g+1)·d/G⌋. `phi` is called for every hidden field, always in the same order.
 */
export function routedLogits(
  { widths, M, mixers, patterns }: MlpProblem,
  w: Float64Array,
  mu: number,
  phi: (field: number) => number,
): number[][] {
  const size = w.length / M;
  const covers = Array.from({ length: M }, (_, a) => a);
  let h = covers.map(() => Array.from(inputsOf(patterns, mu)));
  let offset = 0;
  mixers.forEach(({ G, Q }, l) => {
    const [d, outputs] = [widths[l], widths[l + 1]];
    const at = offset;
    offset += (d + 1) * outputs;
    const fields = covers.map((b) =>
      Array.from({ length: outputs }, (_, r) => {
        let field = w[b * size + at + d * outputs + r];
        for (let g = 0; g < G; g++) {
          for (const a of covers) {
            let message = 0;
            for (let i = Math.floor((g * d) / G); i < Math.floor(((g + 1) * d) / G); i++) {
              message += w[a * size + at + r * d + i] * h[a][i];
            }
            field += Q[((r * G + g) * M + b) * M + a] * message;
          }
        }
        return field;
      }),
    );
    h = l === mixers.length - 1 ? fields : fields.map((row) => row.map(phi));
  });
  return h;
}

export const everyPattern = (P: number) => Int32Array.from({ length: P }, (_, mu) => mu);
