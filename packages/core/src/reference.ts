import { committeeTrainer } from './committee/trainer.ts';
import { coverOf } from './cover/state.ts';
import type { Engine } from './engine.ts';
import { glauber } from './learning/glauber.ts';
import { classError } from './mlp/readout.ts';
import { mlpTrainer } from './mlp/trainer.ts';
import { costUnit } from './perceptron/cost.ts';
import { Margins } from './perceptron/margins.ts';

/** Plain TypeScript: slow, readable, always there. */
export const referenceEngine: Engine = {
  name: 'reference',
  arithmetic: 'f64',
  annealer: (problem) =>
    glauber({
      ...problem,
      state: coverOf(problem.bank, problem.weights, (weights) => new Margins(problem, weights)),
      unit: costUnit(problem.cost, problem.N),
    }),
  committee: (problem) => committeeTrainer(problem),
  mlp: (problem) => mlpTrainer(problem),
  judge: (network, patterns) => (w) => classError(network, w, patterns),
};
