import { InputError, type Labelled } from '@mcover/core';
import { checkWeights } from '../torus.ts';

/**
 * The expected error of a perceptron of weights ±1 on inputs ±1 after k random flips, exactly: of the k weights, h agree
 * with the label, hypergeometric with (N + m)/2 agreeing of N, and the margin m = y·Σ w x becomes m − 4h + 2k. Ties are on
 * the +1 side.
 *
 * @example
 * const patterns = { N: 3, P: 1, x: Int8Array.of(1, 1, -1), y: Int8Array.of(1) };
 * flippedError(patterns, [1, 1, 1], 0); // 0
 * flippedError(patterns, [1, 1, 1], 1).toFixed(12); // '0.666666666667'
 * flippedError(patterns, [1, 1, 0.5], 1); // throws weights/2: 0.5 is not ±1
 *
 * @throws InputError for weights or inputs that are not ±1, and a k that is no number of them.
 */
export function flippedError(patterns: Labelled, w: ArrayLike<number>, k: number): number {
  const { N, P, x, y } = patterns;
  checkWeights(w, N);
  refuseOther('weights', w);
  refuseOther('x', x);
  if (!(Number.isInteger(k) && k >= 0 && k <= N))
    throw new InputError('k', `${k} of ${N} weights cannot be flipped`);
  // Patterns of one margin and label are alike.
  const known = new Map<string, number>();
  let wrong = 0;
  for (let mu = 0; mu < P; mu++) {
    let margin = 0;
    for (let i = 0; i < N; i++) margin += w[i] * x[mu * N + i];
    margin *= y[mu];
    const key = `${margin}/${y[mu]}`;
    let share = known.get(key);
    if (share === undefined) {
      share = errorOf(N, margin, k, y[mu] < 0);
      known.set(key, share);
    }
    wrong += share;
  }
  return wrong / P;
}

/** The probability that the margin is below 0, or at it where a tie is an error. */
function errorOf(N: number, margin: number, k: number, tieIsWrong: boolean): number {
  const agreeing = (N + margin) / 2;
  const [least, most] = [Math.max(0, k - (N - agreeing)), Math.min(k, agreeing)];
  // Weights of the hypergeometric law from its mode, where they are largest, outwards; their sum norms them.
  const mode = Math.min(most, Math.max(least, Math.floor(((k + 1) * (agreeing + 1)) / (N + 2))));
  let [all, wrong] = [0, 0];
  const count = (h: number, weight: number) => {
    const after = margin - 4 * h + 2 * k;
    all += weight;
    if (after < 0 || (after === 0 && tieIsWrong)) wrong += weight;
  };
  for (let h = mode, weight = 1; h <= most; h++) {
    count(h, weight);
    weight *= ((agreeing - h) * (k - h)) / ((h + 1) * (N - agreeing - k + h + 1));
  }
  for (let h = mode, weight = 1; h > least; h--) {
    weight *= (h * (N - agreeing - k + h)) / ((agreeing - h + 1) * (k - h + 1));
    count(h - 1, weight);
  }
  return wrong / all;
}

function refuseOther(path: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]) !== 1) throw new InputError(`${path}/${i}`, `${values[i]} is not ±1`);
}
