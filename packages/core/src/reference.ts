import { committeeTrainer } from './committee/trainer.ts';
import type { Engine } from './engine.ts';
import { glauber } from './learning/glauber.ts';
import { mlpTrainer } from './mlp/trainer.ts';
import { costUnit } from './perceptron/cost.ts';
import { RoutedMargins } from './perceptron/routed-margins.ts';

/** Plain TypeScript: slow, readable, always there. */
export const referenceEngine: Engine = {
  name: 'reference',
  arithmetic: 'f64',
  annealer: (problem) =>
    glauber({
      ...problem,
      state: new RoutedMargins(problem),
      unit: costUnit(problem.cost, problem.N),
    }),
  committee: committeeTrainer,
  mlp: mlpTrainer,
};
