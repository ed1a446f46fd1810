import { tanh } from '../numeric/tanh.ts';
import { gaussian } from '../random/gaussian.ts';
import { type Seed, stream } from '../random/stream.ts';
import type { Random } from '../random/xoshiro.ts';
import { type ClassTask, type Points, points } from './classified.ts';
import type { BinaryTask, Labelled } from './labelled.ts';

/*
 * The hidden manifold model (Goldt, Mézard, Krzakala and Zdeborová 2020, https://arxiv.org/abs/1909.11500):
 * N inputs that depend on D hidden coordinates ξ ~ N(0, I_D) alone, through F (N×D) ~ N(0, 1), and labels that
 * a teacher makes from ξ. Like images, the inputs are correlated and lie near a surface of few dimensions.
 */

/** Sizes of a task. */
export interface Manifold {
  /** Inputs N and hidden dimensions D. */
  N: number;
  D: number;
  /** Patterns to learn from, and to be tested by. */
  P: number;
  test: number;
}

/** Binary patterns x = sign(Fξ), labels y = sign(w·ξ), w ~ N(0, I_D) the teacher; sign(0) = +1. */
export function hiddenManifoldTask(size: Manifold, seed: Seed): BinaryTask {
  const { N, D } = size;
  const F = features(size, seed);
  const teacher = normal(stream(seed, 'manifold-teacher', { D, classes: 2 }), D);
  const part = (name: string, P: number): Labelled => {
    const set = { N, P, x: new Int8Array(P * N), y: new Int8Array(P) };
    eachPoint(name, P, D, seed, (mu, xi) => {
      for (let i = 0; i < N; i++) set.x[mu * N + i] = row(F, i, xi) >= 0 ? 1 : -1;
      set.y[mu] = row(teacher, 0, xi) >= 0 ? 1 : -1;
    });
    return set;
  };
  return { train: part('manifold-train', size.P), test: part('manifold-test', size.test) };
}

/** A task whose inputs lie in memory. */
export type PointTask = ClassTask & Record<'train' | 'test', Points>;

/** Real patterns x = tanh(Fξ/√D) in `classes` classes argmax_c (Wξ)_c, W ~ N(0, 1) the teacher. */
export function hiddenManifoldClasses(size: Manifold & { classes: number }, seed: Seed): PointTask {
  const { N, D, classes } = size;
  const F = features(size, seed);
  const teacher = normal(stream(seed, 'manifold-teacher', { D, classes }), classes * D);
  const part = (name: string, P: number): Points => {
    const set = points({ N, P, x: new Float32Array(P * N), labels: new Uint8Array(P) });
    eachPoint(name, P, D, seed, (mu, xi) => {
      for (let i = 0; i < N; i++) set.x[mu * N + i] = tanh(row(F, i, xi) / Math.sqrt(D));
      set.labels[mu] = largestRow(teacher, classes, xi);
    });
    return set;
  };
  return { train: part('manifold-train', size.P), test: part('manifold-test', size.test) };
}

/** F, one input's row after the other: F[i·D + d]. */
function features({ N, D }: Manifold, seed: Seed): Float64Array {
  return normal(stream(seed, 'manifold', { N, D }), N * D);
}

function normal(random: Random, length: number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = gaussian(random);
  return values;
}

/** Draws the points ξ of a set one after the other: a larger set begins with the points of a smaller one. */
function eachPoint(
  name: string,
  count: number,
  D: number,
  seed: Seed,
  visit: (mu: number, xi: Float64Array) => void,
): void {
  const random = stream(seed, name, { D });
  for (let mu = 0; mu < count; mu++) visit(mu, normal(random, D));
}

/** (Aξ)_i, summed from the first coordinate to the last. */
function row(A: Float64Array, i: number, xi: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < xi.length; d++) sum += A[i * xi.length + d] * xi[d];
  return sum;
}

/** argmax_c (Aξ)_c, the first of equals. */
function largestRow(A: Float64Array, rows: number, xi: Float64Array): number {
  let best = 0;
  let largest = row(A, 0, xi);
  for (let c = 1; c < rows; c++) {
    const value = row(A, c, xi);
    if (value > largest) {
      best = c;
      largest = value;
    }
  }
  return best;
}
