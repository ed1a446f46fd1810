import { type Coupling, type Engine, gauge, spin, stream, teacherStudent } from '@mcover/core';
import { committeeProblem, perceptronProblem } from '@mcover/core/internals';

/**
 * A hot loop that every engine has: made once for an engine, then run again and again. A run takes the plain engine
 * a millisecond or two.
 */
export interface HotLoop {
  name: string;
  on(engine: Engine): () => void;
}

const seed = { root: 0, trial: 0 };

/** A sweep of M-cover annealing at a temperature where many proposals are accepted. */
const annealing: HotLoop = {
  name: 'annealing',
  on(engine) {
    const [N, P] = [201, 318];
    const { x, y } = teacherStudent(N, P, seed);
    const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
    const coupling: Coupling = { kind: 'routing', M: 3, S: 3, kernel };
    const annealer = engine.annealer(
      perceptronProblem({ N, P, G: gauge(x, y) }, { cost: 'linear', coupling }, seed),
    );
    return () => annealer.sweep(0.2);
  },
};

/** A gradient step of M-cover SGD on random patterns, so slow that the weights hardly move. */
const committee: HotLoop = {
  name: 'committee',
  on(engine) {
    const [N, P] = [196, 20];
    const random = stream(seed, 'speed');
    const patterns = {
      N,
      P,
      x: Int8Array.from({ length: N * P }, () => spin(random)),
      y: Int8Array.from({ length: P }, () => spin(random)),
    };
    const coupling: Coupling = { kind: 'routing', M: 4, S: 3, kernel: { kind: 'uniform' } };
    const trainer = engine.committee(committeeProblem({ N, K: 9, coupling }, patterns, seed));
    const batch = Int32Array.from({ length: P }, (_, mu) => mu);
    const knobs = { rate: 1e-4, beta: 1, gamma: 1 };
    return () => {
      trainer.step(batch, knobs);
    };
  },
};

export const hotLoops: readonly HotLoop[] = [annealing, committee];
