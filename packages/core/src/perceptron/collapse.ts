import type { TeacherStudent } from '../data/teacher-student.ts';
import { acos } from '../numeric/acos.ts';
import { margins } from './margin.ts';

/** Readout of a trained perceptron after collapse. */
export interface PerceptronResult {
  /** ε_g = arccos(R)/π. */
  generalizationError: number;
  /** R = w̄·w* / (‖w̄‖ ‖w*‖). */
  overlap: number;
  /** Share of the training patterns that the collapsed weights misclassify. */
  trainError: number;
  /** The collapsed weights are a positive multiple of the teacher. */
  solved: boolean;
}

/** W_q = Σ_a w_q^{(a)}: M times the collapsed weights w̄ of Appendix A.1, as integers. */
export function collapse(weights: Int8Array, N: number): Int32Array {
  const W = new Int32Array(N);
  weights.forEach((w, site) => {
    W[site % N] += w;
  });
  return W;
}

/**
 * The readout of Appendix A.1. All of it is integer arithmetic but one root and one arccos, so it is the same
 * on every machine. Weights that cancel altogether have no direction: their overlap counts as 0.
 */
export function readout(W: Int32Array, data: TeacherStudent): PerceptronResult {
  const { N, P, teacher, x, y } = data;
  let along = 0;
  let square = 0;
  let solved = W[0] !== 0;
  for (let q = 0; q < N; q++) {
    along += W[q] * teacher[q];
    square += W[q] * W[q];
    solved &&= W[q] * teacher[q] === Math.abs(W[0]);
  }
  const overlap = square === 0 ? 0 : Math.max(-1, Math.min(1, along / Math.sqrt(N * square)));
  const fields = margins(x, W);
  const wrong = fields.reduce((sum, field, mu) => sum + ((field >= 0 ? 1 : -1) === y[mu] ? 0 : 1), 0);
  return { generalizationError: acos(overlap) / Math.PI, overlap, trainError: wrong / P, solved };
}
