import {
  type AnnealingProblem,
  gauge,
  type Kernel,
  type Schedule,
  type Seed,
  teacherStudent,
} from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';

/** The one seed of all studies. */
export const seed: Seed = { root: 1, trial: 0 };

/** The paper's kernel (Table 3). */
export const kernel: Kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };

/** The paper's schedule (Appendix A.1), 3901 temperatures. */
export const paperSchedule: Schedule = { from: 0.4, to: 0.01, step: 1e-4 };

export interface Sizes {
  N: number;
  P: number;
  M: number;
  S: number;
}

/** M-cover's problem on teacher–student data, at its random initial weights. */
export function problemOf({ N, P, M, S }: Sizes): AnnealingProblem {
  const data = teacherStudent(N, P, seed);
  const coupling = { kind: 'routing', M, S, kernel } as const;
  return perceptronProblem({ N, P, G: gauge(data.x, data.y) }, { cost: 'linear', coupling }, seed);
}
