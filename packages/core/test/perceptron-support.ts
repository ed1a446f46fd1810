import {
  type AnnealingProblem,
  type Cost,
  type Coupling,
  coverOf,
  gauge,
  Margins,
  teacherStudent,
} from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';

/** A perceptron that learns from a teacher. */
export function perceptronOf(
  { N, alpha, cost, coupling }: { N: number; alpha: number; cost: Cost; coupling: Coupling },
  seed = { root: 3, trial: 0 },
): AnnealingProblem {
  const { P, x, y } = teacherStudent(N, Math.round(alpha * N), seed);
  return perceptronProblem({ N, P, G: gauge(x, y) }, { cost, coupling }, seed);
}

/** The cover of its margins. */
export const coverOfMargins = (problem: Omit<AnnealingProblem, 'gamma' | 'random'>) =>
  coverOf(problem.bank, problem.weights, (weights) => new Margins(problem, weights));
