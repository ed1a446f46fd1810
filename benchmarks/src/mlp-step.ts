import { type Engine, gaussian, type MlpProblem, stream } from '@mcover/core';
import { below, points } from '@mcover/core/internals';
import type { Task } from './measure.ts';
import { seed } from './problem.ts';

/** So small that no loss diverges however often the same batch comes. Time does not depend on it. */
const knobs = { rate: 0.005, momentum: 0.9 };

/** As many random patterns as a batch has. */
export function randomPatterns(N: number, classes: number, P: number): MlpProblem['patterns'] {
  const random = stream(seed, 'benchmark points', { N, classes, P });
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  return points({ N, P, x, labels: Uint8Array.from({ length: P }, () => below(random, classes)) });
}

/** A gradient step on all the patterns at once. */
export function stepTask(engine: Engine, problem: MlpProblem): Task {
  const { widths, M, B, mixers } = problem;
  const trainer = engine.mlp(problem);
  const batch = Int32Array.from({ length: B }, (_, mu) => mu);
  let loss = Number.NaN;
  return {
    name: `${engine.name} step of ${widths.join('-')}, M=${M}, G=${mixers.map(({ G }) => G).join('-')}, B=${B}`,
    units: 1,
    run() {
      loss = trainer.step(batch, knobs);
    },
    outcome: () => loss,
  };
}
