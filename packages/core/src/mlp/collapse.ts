import type { Classified } from '../data/classified.ts';
import { type Network, networkLogits } from './network.ts';

/** Collapse to one plain network: the mean over M covers of every weight and bias. */
export function averageCovers(weights: ArrayLike<number>, M: number): Float64Array {
  const size = weights.length / M;
  return Float64Array.from({ length: size }, (_, q) => {
    let sum = 0;
    for (let at = q; at < weights.length; at += size) sum += weights[at];
    return sum / M;
  });
}

/** Share of the patterns whose largest logit, the first of equals, is not that of their class. */
export function classError(network: Network, w: ArrayLike<number>, patterns: Classified): number {
  const { N, P, labels } = patterns;
  const logitsOf = networkLogits(network, w);
  const x = new Float64Array(N);
  let wrong = 0;
  for (let mu = 0; mu < P; mu++) {
    patterns.inputs(mu, x, 0);
    const logits = logitsOf(x);
    let best = 0;
    for (let c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
    if (best !== labels[mu]) wrong++;
  }
  return wrong / P;
}
