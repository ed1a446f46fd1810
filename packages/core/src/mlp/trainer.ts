import { average } from '../cover/collapse.ts';
import type { LossAndGradient } from '../cover/gradient.ts';
import type { MlpKnobs, MlpProblem, MlpTrainer } from '../engine.ts';
import { attract } from '../learning/attraction.ts';
import { nesterovRule } from '../learning/nesterov.ts';
import { type Rule, tellings } from '../learning/trainer.ts';
import { mlpGradient } from './gradient.ts';
import { networkClasses } from './readout.ts';

/** Training of a multilayer perceptron in plain TypeScript and doubles, the reference for every other engine. */
export function mlpTrainer(
  problem: MlpProblem,
  rule: Rule<MlpKnobs> = nesterovRule(problem.weights.length),
): MlpTrainer {
  const weights = Float64Array.from(problem.weights);
  const gradient = new Float64Array(weights.length).fill(Number.NaN);
  const ofBatch = mlpGradient(problem);
  const exact: LossAndGradient<MlpKnobs> = (w, batch, _, to) => ofBatch(w, batch, to);
  const lossAndGradient = rule.slopes?.(exact, weights.length) ?? exact;

  return {
    step(batch, knobs) {
      const loss = lossAndGradient(weights, batch, knobs, gradient);
      rule(weights, gradient, knobs);
      return loss;
    },
    attract: (strength) => attract(weights, problem.M, strength),
    replace: (others) => weights.set(others),
    classes: (patterns, w = average(weights, problem.M)) => networkClasses(problem, w, patterns),
    ...tellings(weights, gradient, rule, problem.kept),
  };
}
