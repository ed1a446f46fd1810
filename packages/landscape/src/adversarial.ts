import { type Classified, type Random, uniform } from '@mcover/core';
import { below } from '@mcover/core/internals';

/**
 * What a network fits first that is to end in a bad minimum: some patterns twice, the second time with a share of their
 * inputs 0, all with random labels (ADV in §3.2 of arXiv:2202.03038).
 *
 * @example
 * const ones = { N: 2, P: 1, labels: Uint8Array.of(7), inputs: (mu, to, at) => to.fill(1, at, at + 2) };
 * const random = stream({ root: 1, trial: 0 }, 'random labels');
 * const { P, labels, inputs } = randomlyLabelled(ones, { classes: 2, zeroed: 1 }, random);
 * P; // 2
 * labels.every((label) => label < 2); // true
 * const x = new Float64Array(4);
 * for (const mu of [0, 1]) inputs(mu, x, 2 * mu);
 * Array.from(x); // [1, 1, 0, 0]
 */
export function randomlyLabelled(
  patterns: Classified,
  { classes, zeroed }: { readonly classes: number; readonly zeroed: number },
  random: Random,
): Classified {
  const { N, P } = patterns;
  const labels = Uint8Array.from({ length: 2 * P }, () => below(random, classes));
  const kept = Uint8Array.from({ length: N * P }, () => Number(uniform(random) >= zeroed));
  return {
    N,
    P: 2 * P,
    labels,
    inputs(mu, to, at) {
      patterns.inputs(mu % P, to, at);
      if (mu < P) return;
      for (let i = 0; i < N; i++) to[at + i] *= kept[(mu - P) * N + i];
    },
  };
}
