import type { Classified, Inputs } from '../data/classified.ts';
import type { Engine } from '../engine.ts';
import { identityMixers } from './mixers.ts';
import { type Network, networkLogits } from './network.ts';

/** Class of each pattern: that of its largest logit, the first of equals. */
export function networkClasses(network: Network, w: ArrayLike<number>, patterns: Inputs): Uint32Array {
  const logitsOf = networkLogits(network, w);
  const x = new Float64Array(patterns.N);
  return Uint32Array.from({ length: patterns.P }, (_, mu) => {
    patterns.inputs(mu, x, 0);
    const logits = logitsOf(x);
    let best = 0;
    for (let c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
    return best;
  });
}

/** Share of the patterns whose class is not that of their label. */
export function shareWrong(classes: ArrayLike<number>, { P, labels }: Classified): number {
  let wrong = 0;
  for (let mu = 0; mu < P; mu++) if (classes[mu] !== labels[mu]) wrong++;
  return wrong / P;
}

/** Share of the patterns that a network misclassifies. */
export function classError(network: Network, w: ArrayLike<number>, patterns: Classified): number {
  return shareWrong(networkClasses(network, w, patterns), patterns);
}

/** No patterns, of a network that learns no more. */
const none: Classified = { N: 0, P: 0, labels: new Uint8Array(0), inputs() {} };

/**
 * The classes that a network gives to patterns, computed as an engine does at the end of a training.
 *
 * @param w parameters of one network, as `mlpLayers` lays them out.
 * @param B patterns that are computed together: as many as a batch of the training had, where the order of sums
 * depends on it.
 *
 * @example
 * const network = { widths: [2, 2], activation: 'relu' };
 * const patterns = { N: 2, P: 2, inputs: (mu, to, at) => to.set([mu, 0.5], at) };
 * classesBy(referenceEngine, network, [1, 0, 0, 1, 0, 0], 2)(patterns); // [1, 0]
 */
export function classesBy(
  engine: Pick<Engine, 'mlp'>,
  { widths, activation }: Network,
  w: ArrayLike<number>,
  B: number,
): (patterns: Inputs) => Uint32Array {
  const alone = { loss: 'sum', M: 1, mixers: identityMixers(widths, 1) } as const;
  const weights = Float64Array.from(w);
  const trainer = engine.mlp({ widths, activation, B, ...alone, patterns: none, weights });
  return (patterns) => trainer.classes(patterns);
}
