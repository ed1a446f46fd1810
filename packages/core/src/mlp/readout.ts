import type { Classified } from '../data/classified.ts';
import { type Network, networkLogits } from './network.ts';

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
