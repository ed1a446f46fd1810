import type { PatternGradient } from '../cover/gradient.ts';
import type { Labelled } from '../data/labelled.ts';
import { tanh } from '../numeric/tanh.ts';
import { addInputs, hiddenField } from './fields.ts';
import { marginLoss, marginSlope } from './loss.ts';

/** How sharp the soft committee is: β of the hidden units, γ of the output. */
export interface Sharpness {
  readonly beta: number;
  readonly gamma: number;
}

/**
 * Loss of one pattern of a soft committee (Eq. 10) of K hidden units, and its gradient by hand. Weights are J[k·N + i].
 *
 * @example
 * const { train } = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 1 }, { root: 1, trial: 0 });
 * const plain = committeeGradient(3, train);
 * const gradient = new Float64Array(3 * 21);
 * // All weights are 0: the margin is 0, and the loss (ln 2)/2γ.
 * plain(new Float64Array(3 * 21), 0, { beta: 1, gamma: 0.5 }, gradient) === log(2); // true
 */
export function committeeGradient(K: number, patterns: Labelled): PatternGradient<Sharpness> {
  const { y } = patterns;
  const hidden = new Float64Array(K);
  const root = Math.sqrt(K);
  return (J, mu, { beta, gamma }, gradient) => {
    let vote = 0;
    for (let k = 0; k < K; k++) {
      hidden[k] = tanh(beta * hiddenField(J, k, patterns, mu));
      vote += hidden[k];
    }
    const margin = (y[mu] * vote) / root;
    const byVote = (marginSlope(margin, gamma) * y[mu]) / root;
    for (let k = 0; k < K; k++) {
      const byField = byVote * beta * (1 - hidden[k] * hidden[k]);
      addInputs(gradient, k, patterns, mu, byField);
    }
    return marginLoss(margin, gamma);
  };
}
