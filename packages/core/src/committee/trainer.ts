import type { CommitteeProblem, CommitteeTrainer } from '../engine.ts';
import { attract } from '../learning/attraction.ts';
import { routedGradient } from './gradient.ts';
import { normaliseRows } from './rows.ts';

/** Training of a committee in plain TypeScript and doubles, the reference for every other engine. */
export function committeeTrainer(problem: CommitteeProblem): CommitteeTrainer {
  const { N, bank } = problem;
  const weights = Float64Array.from(problem.weights);
  const gradient = new Float64Array(weights.length);
  const lossAndGradient = routedGradient(problem);

  return {
    step(batch, sharpness) {
      const loss = lossAndGradient(weights, batch, sharpness, gradient);
      for (let at = 0; at < weights.length; at++) weights[at] -= sharpness.rate * gradient[at];
      normaliseRows(weights, N);
      return loss;
    },
    attract(strength) {
      attract(weights, bank.M, strength);
      normaliseRows(weights, N);
    },
    weights: () => Float64Array.from(weights),
  };
}
