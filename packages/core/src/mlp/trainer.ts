import type { MlpProblem, MlpTrainer } from '../engine.ts';
import { attract } from '../learning/attraction.ts';
import { nesterov } from '../learning/nesterov.ts';
import { averageCovers, classError } from './collapse.ts';
import { mlpGradient } from './gradient.ts';

/** Training of a multilayer perceptron in plain TypeScript and doubles, the reference for every other engine. */
export function mlpTrainer(problem: MlpProblem): MlpTrainer {
  const weights = Float64Array.from(problem.weights);
  const gradient = new Float64Array(weights.length);
  const velocity = new Float64Array(weights.length);
  const lossAndGradient = mlpGradient(problem);

  return {
    step(batch, knobs) {
      const loss = lossAndGradient(weights, batch, gradient);
      nesterov(weights, velocity, gradient, knobs);
      return loss;
    },
    attract: (strength) => attract(weights, problem.M, strength),
    error: (patterns) => classError(problem, averageCovers(weights, problem.M), patterns),
    weights: () => Float64Array.from(weights),
  };
}
