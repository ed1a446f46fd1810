import { hardError, type Labelled, teacherStudent } from '@mcover/core';
import { barrierOf, errorsAlong, geodesic, ontoTorus, perceptronTorus, straight } from '@mcover/landscape';
import { describe, expect, it } from 'vitest';
import { gaussians, largestDifference, random, taughtRows } from './support.ts';

const N = 41;
const torus = perceptronTorus(N);

/** Patterns that a teacher of weights ±1 labels. */
const taught = (P: number, trial: number) => taughtRows(teacherStudent(N, P, { root: 9, trial }));

/** Weights without error, by the rule of the perceptron, from a random start. */
function solution(patterns: Labelled, start: Float64Array): Float64Array {
  const w = Float64Array.from(start);
  for (let epoch = 0; epoch < 10_000; epoch++) {
    let wrong = 0;
    for (let mu = 0; mu < patterns.P; mu++) {
      const x = patterns.x.subarray(mu * N, (mu + 1) * N);
      const field = x.reduce((sum, xi, i) => sum + xi * w[i], 0);
      if (field * patterns.y[mu] > 0) continue;
      wrong++;
      x.forEach((xi, i) => {
        w[i] += patterns.y[mu] * xi;
      });
    }
    if (wrong === 0) return w;
  }
  throw new Error('no solution was found');
}

describe('law 9: solutions of a perceptron of real weights form a cone', () => {
  it.each([0, 1, 2])('a path errs no more than both its ends together: trial %i', (trial) => {
    const patterns = taught(60, trial);
    const error = (w: Float64Array) => hardError(w, 1, patterns);
    const source = random('cone', trial);
    const [a, b] = [0, 1].map(() => ontoTorus(torus, gaussians(N, source)));
    for (const path of [straight(a, b), geodesic(torus, a, b)]) {
      const errors = errorsAlong(path, 32, error);
      for (const one of errors) expect(one).toBeLessThanOrEqual(errors[0] + errors[32] + 1e-12);
    }
  });

  it('between two solutions there is no barrier at all', () => {
    const patterns = taught(50, 3);
    const error = (w: Float64Array) => hardError(w, 1, patterns);
    const source = random('solutions');
    const [a, b] = [0, 1].map(() =>
      ontoTorus(
        torus,
        solution(
          patterns,
          gaussians(N, source).map((g) => 20 * g),
        ),
      ),
    );
    expect(largestDifference(a, b)).toBeGreaterThan(0.05);
    for (const path of [straight(a, b), geodesic(torus, a, b)])
      expect(barrierOf(errorsAlong(path, 32, error))).toEqual({ highest: 0, at: 0, excess: 0, mean: 0 });
  });

  it('the line and the geodesic pass the same directions at other times', () => {
    const source = random('directions');
    const [a, b] = [0, 1].map(() => ontoTorus(torus, gaussians(N, source)));
    const arc = geodesic(torus, a, b);
    const theta = Math.acos(a.reduce((sum, weight, i) => sum + weight * b[i], 0));
    for (let n = 0; n <= 32; n++) {
      const angle = (n / 32) * theta;
      const t = Math.sin(angle) / (Math.sin(angle) + Math.sin(theta - angle));
      const chord = a.map((weight, i) => (1 - t) * weight + t * b[i]);
      expect(largestDifference(ontoTorus(torus, chord), arc(n))).toBeLessThan(1e-12);
    }
  });
});
