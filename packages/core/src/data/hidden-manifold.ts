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

/**
 * Binary patterns x = sign(Fξ), labels y = sign(w·ξ), w ~ N(0, I_D) the teacher; sign(0) = +1.
 *
 * @example
 * const { train, test } = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, { root: 1, trial: 0 });
 * [train.x.length, train.y.length, test.P]; // [840, 40, 100]
 */
export function hiddenManifoldTask(size: Manifold, seed: Seed): BinaryTask {
  const { N, D } = size;
  const F = features(size, seed);
  const teacher = normal(stream(seed, 'manifold-teacher', { D, classes: 2 }), D);
  const fields = new Float64Array(N * block);
  const votes = new Float64Array(block);
  const part = (name: string, P: number): Labelled => {
    const set = { N, P, x: new Int8Array(P * N), y: new Int8Array(P) };
    eachBlock({ name, P, D, seed }, (first, count, xi) => {
      product(F, xi, fields);
      product(teacher, xi, votes);
      for (let b = 0; b < count; b++) {
        const mu = first + b;
        for (let i = 0; i < N; i++) set.x[mu * N + i] = fields[i * block + b] >= 0 ? 1 : -1;
        set.y[mu] = votes[b] >= 0 ? 1 : -1;
      }
    });
    return set;
  };
  return { train: part('manifold-train', size.P), test: part('manifold-test', size.test) };
}

/** A task whose inputs lie in memory. */
export type PointTask = ClassTask & Record<'train' | 'test', Points>;

/**
 * Real patterns x = tanh(Fξ/√D) in `classes` classes argmax_c (Wξ)_c, W ~ N(0, 1) the teacher.
 *
 * @example
 * const size = { N: 20, D: 5, P: 60, test: 100, classes: 10 };
 * const { train } = hiddenManifoldClasses(size, { root: 1, trial: 0 });
 * [train.x.length, train.labels.length]; // [1200, 60]
 */
export function hiddenManifoldClasses(size: Manifold & { classes: number }, seed: Seed): PointTask {
  const { N, D, classes } = size;
  const F = features(size, seed);
  const teacher = normal(stream(seed, 'manifold-teacher', { D, classes }), classes * D);
  const fields = new Float64Array(N * block);
  const votes = new Float64Array(classes * block);
  const part = (name: string, P: number): Points => {
    const set = points({ N, P, x: new Float32Array(P * N), labels: new Uint8Array(P) });
    eachBlock({ name, P, D, seed }, (first, count, xi) => {
      product(F, xi, fields);
      product(teacher, xi, votes);
      for (let b = 0; b < count; b++) {
        const mu = first + b;
        for (let i = 0; i < N; i++) set.x[mu * N + i] = tanh(fields[i * block + b] / Math.sqrt(D));
        set.labels[mu] = winner(votes, b);
      }
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

/** Points that are multiplied together, so that F is read once for all of them. */
const block = 4;

/**
 * Draws the points ξ of a set one after the other, a block of them at a time, ξ_d of point b at [d·block + b]: a
 * larger set begins with the points of a smaller one. The last block may hold fewer.
 */
function eachBlock(
  { name, P, D, seed }: { name: string; P: number; D: number; seed: Seed },
  visit: (first: number, count: number, xi: Float64Array) => void,
): void {
  const random = stream(seed, name, { D });
  const xi = new Float64Array(D * block);
  for (let first = 0; first < P; first += block) {
    const count = Math.min(block, P - first);
    for (let b = 0; b < count; b++) {
      for (let d = 0; d < D; d++) xi[d * block + b] = gaussian(random);
    }
    visit(first, count, xi);
  }
}

/** Writes (Aξ)_i of point b to [i·block + b], summed from the first coordinate to the last. */
function product(A: Float64Array, xi: Float64Array, sums: Float64Array): void {
  const D = xi.length / block;
  for (let i = 0; i * block < sums.length; i++) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let d = 0; d < D; d++) {
      const a = A[i * D + d];
      const at = d * block;
      s0 += a * xi[at];
      s1 += a * xi[at + 1];
      s2 += a * xi[at + 2];
      s3 += a * xi[at + 3];
    }
    sums[i * block] = s0;
    sums[i * block + 1] = s1;
    sums[i * block + 2] = s2;
    sums[i * block + 3] = s3;
  }
}

/** The row of the largest vote of point b, the first of equals. */
function winner(votes: Float64Array, b: number): number {
  let best = 0;
  for (let c = 1; c * block < votes.length; c++) {
    if (votes[c * block + b] > votes[best * block + b]) best = c;
  }
  return best;
}
