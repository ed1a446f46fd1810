import {
  alignMlp,
  distance,
  errorsAlong,
  flippedError,
  geodesic,
  mlpTorus,
  noisyError,
  normaliseMlp,
  straight,
} from '@mcover/landscape';
import { describe, expect, it, test } from 'vitest';
import { errorOf, flat, golden, largestDifference, logitsOf, patternsOf } from './support.ts';

/** What NumPy and SciPy gave for the same weights and patterns, to 1e-12. */

describe.each(['relu', 'sign'] as const)('a perceptron 5-4-4-3 of %s', (activation) => {
  const network = { widths: [5, 4, 4, 3], activation };
  const torus = mlpTorus(network);
  const known = golden[activation];
  const [A, B] = [flat(known.A), flat(known.B)];
  const [a, b] = [A, B].map((w) => normaliseMlp(network, w));
  const aligned = alignMlp(network, a, b);

  it('is normalised and aligned', () => {
    expect(largestDifference(a, flat(known.normalisedA))).toBeLessThan(1e-12);
    expect(largestDifference(aligned.weights, flat(known.alignedB))).toBeLessThan(1e-12);
    expect(aligned.permutations.map((order) => [...order])).toEqual(known.permutations);
    expect(aligned.signs.map((signs) => [...signs])).toEqual(known.signs);
    const logits = logitsOf(network, a, known.X.slice(0, 3).flat());
    expect(largestDifference(logits, known.logits0.flat())).toBeLessThan(1e-12);
  });

  it('has its distances', () => {
    const { total, layers } = distance(torus, a, aligned.weights);
    expect(Math.abs(total - known.distance)).toBeLessThan(1e-12);
    layers.forEach((length, l) => {
      expect(length * length).toBeCloseTo(known.squares[l], 12);
    });
    expect(Math.abs(distance(torus, a, b).total - known.unaligned)).toBeLessThan(1e-12);
  });

  it('has its path, and the errors along it', () => {
    const point = geodesic(torus, a, aligned.weights, 2)(1);
    expect(largestDifference(point, flat(known.quarter))).toBeLessThan(1e-12);
    const error = errorOf(network, known.X.flat(), known.y);
    expect([...errorsAlong(geodesic(torus, a, aligned.weights, 3), 8, error)]).toEqual(known.geodesic);
    expect([...errorsAlong(straight(A, B, 3), 8, error)]).toEqual(known.linear);
  });
});

test.each(Object.entries(golden.committee.expectedError))(
  'a committee under noise of σ = %s',
  (sigma, error) => {
    const { J, X, y } = golden.committee;
    expect(Math.abs(noisyError(patternsOf(X, y), J.flat(), J.length, Number(sigma)) - error)).toBeLessThan(
      1e-12,
    );
  },
);

describe.each(['flips9', 'flips10'] as const)('%s', (name) => {
  const { w, x, y, expectedError } = golden[name];
  it.each(Object.entries(expectedError))('%s flips', (k, error) => {
    expect(Math.abs(flippedError(patternsOf(x, y), w, Number(k)) - error)).toBeLessThan(1e-12);
  });
});
