import { spin } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';

/** Patterns labelled by a random teacher. */
export interface TeacherStudent {
  /** Number of inputs N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Teacher weights w* = ±1. */
  readonly teacher: Int8Array;
  /** Patterns x = ±1, one input's column after the other: x[q·P + μ]. */
  readonly x: Int8Array;
  /** Labels y = ±1. */
  readonly y: Int8Array;
}

/**
 * Binary teacher–student data (Eq. 15, Appendix A.1): y_μ = +1 if x_μ·w* ≥ 0, else −1. With ties on the +1
 * side the teacher is the only weight vector that these labels never contradict.
 *
 * Patterns are drawn one after the other, so a larger load adds patterns to those of a smaller one.
 *
 * @example
 * const { x, y } = teacherStudent(5, 8, { root: 1, trial: 0 });
 * [x.length, y.length]; // [40, 8]
 */
export function teacherStudent(N: number, P: number, seed: Seed): TeacherStudent {
  const teacher = new Int8Array(N);
  const ofTeacher = stream(seed, 'teacher', { N });
  for (let q = 0; q < N; q++) teacher[q] = spin(ofTeacher);

  const x = new Int8Array(N * P);
  const y = new Int8Array(P);
  const ofPatterns = stream(seed, 'patterns', { N });
  for (let mu = 0; mu < P; mu++) {
    let field = 0;
    for (let q = 0; q < N; q++) {
      const value = spin(ofPatterns);
      x[q * P + mu] = value;
      field += value * teacher[q];
    }
    y[mu] = field >= 0 ? 1 : -1;
  }
  return { N, P, teacher, x, y };
}
