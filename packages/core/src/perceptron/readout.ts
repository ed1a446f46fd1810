import type { TeacherStudent } from '../data/teacher-student.ts';
import { acos } from '../numeric/acos.ts';
import { realMargins } from './margin.ts';
import { contradicts } from './pattern-bits.ts';

/** Readout of a perceptron after collapse: ε_g = arccos(R)/π, the overlap R = w̄·w* / (‖w̄‖ ‖w*‖) with the teacher, the
 * share of training patterns that are misclassified, and whether w̄ is a positive multiple of the teacher. */
export type PerceptronReadout = {
  generalizationError: number;
  overlap: number;
  trainError: number;
  solved: boolean;
};

/**
 * The readout of Appendix A.1. Of integer weights all of it is integer arithmetic but one root and one arccos; sums of real
 * ones run in order, so it is the same on every machine. Weights that cancel altogether have no direction: their overlap
 * counts as 0. A pattern whose field is 0 has the class +1.
 *
 * @param m margins m_μ = y_μ Σ_q x_{μq} W_q of the patterns, where an annealer has them.
 *
 * @example
 * const data = teacherStudent(5, 8, { root: 1, trial: 0 });
 * readout(data.teacher, data); // { generalizationError: 0, overlap: 1, trainError: 0, solved: true }
 */
export function readout(
  W: ArrayLike<number>,
  data: TeacherStudent,
  m: Int32Array | Float64Array = realMargins(data.x, W).map((field, mu) => field * data.y[mu]),
): PerceptronReadout {
  const { N, P, teacher, y } = data;
  let along = 0;
  let square = 0;
  let solved = W[0] !== 0;
  for (let q = 0; q < N; q++) {
    along += W[q] * teacher[q];
    square += W[q] * W[q];
    solved &&= W[q] * teacher[q] === Math.abs(W[0]);
  }
  const overlap = square === 0 ? 0 : Math.max(-1, Math.min(1, along / Math.sqrt(N * square)));
  let wrong = 0;
  for (let mu = 0; mu < P; mu++) if (contradicts(m[mu], y[mu])) wrong++;
  return { generalizationError: acos(overlap) / Math.PI, overlap, trainError: wrong / P, solved };
}
