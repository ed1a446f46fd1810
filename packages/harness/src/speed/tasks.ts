import {
  type CommitteeParams,
  committeeProblem,
  type Engine,
  gauge,
  type PerceptronParams,
  perceptronProblem,
  spin,
  stream,
  teacherStudent,
} from '@mcover/core';

/**
 * A hot loop that every engine has: made once for an engine, then run again and again. A run takes the plain engine
 * a millisecond or two.
 */
export interface SpeedTask {
  name: string;
  on(engine: Engine): () => void;
}

const seed = { root: 0, trial: 0 };

const perceptron: PerceptronParams = {
  ...{ N: 201, alpha: 1.58, M: 3, S: 3, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } },
  ...{ cost: 'linear', schedule: { from: 0.2, to: 0.2, step: 0.01 }, sweeps: 1 },
};

/** A sweep of M-cover annealing at a temperature where many proposals are accepted. */
const annealing: SpeedTask = {
  name: 'annealing',
  on(engine) {
    const { x, y, P } = teacherStudent(perceptron.N, Math.round(perceptron.alpha * perceptron.N), seed);
    const annealer = engine.annealer(perceptronProblem({ G: gauge(x, y), P }, perceptron, seed));
    return () => annealer.sweep(perceptron.schedule.from);
  },
};

const N = 196;
const B = 20;

const committeeParams: Omit<CommitteeParams, 'N' | 'B'> = {
  ...{ K: 9, M: 4, S: 3, kernel: { kind: 'uniform' } },
  ...{ epochs: 1, rate: 1e-4, beta: 1, gamma: 1, growth: 1, minLoss: 0 },
};

/** A gradient step of M-cover SGD on random patterns, so slow that the weights hardly move. */
const committee: SpeedTask = {
  name: 'committee',
  on(engine) {
    const random = stream(seed, 'speed');
    const patterns = {
      N,
      P: B,
      x: Int8Array.from({ length: N * B }, () => spin(random)),
      y: Int8Array.from({ length: B }, () => spin(random)),
    };
    const problem = committeeProblem({ N, B, ...committeeParams }, patterns, seed);
    const trainer = engine.committee(problem);
    const batch = Int32Array.from({ length: B }, (_, mu) => mu);
    return () => {
      trainer.step(batch, committeeParams);
    };
  },
};

export const speedTasks: readonly SpeedTask[] = [annealing, committee];
