import { hardError, type VotePatterns, votePatterns } from '@mcover/core';
import {
  alignMlp,
  angle,
  barrierOf,
  bend,
  committeeTorus,
  differing,
  distance,
  errorsAlong,
  errorsOfFlips,
  errorsOn,
  flipBarrier,
  flipOrders,
  geodesic,
  mlpTorus,
  normaliseMlp,
  ontoTorus,
  perceptronTorus,
  planeOf,
  straight,
} from '@mcover/landscape';
import { describe, expect, it, test } from 'vitest';
import {
  classesOf,
  errorOf,
  gaussians,
  largestDifference,
  networks,
  random,
  randomPatterns,
  randomWeights,
} from './support.ts';

describe.each(networks)('%s', (name, network) => {
  const source = random(name);
  const torus = mlpTorus(network);
  const [A, B] = [randomWeights(network, source), randomWeights(network, source)];
  const [a, raw] = [A, B].map((w) => normaliseMlp(network, w));
  const b = alignMlp(network, a, raw).weights;
  const x = gaussians(60 * network.widths[0], source);
  const error = errorOf(network, x, classesOf(network, randomWeights(network, source), x));

  it('law 4: ends at its ends, stays on the torus, at even speed, and is the same from the other side', () => {
    const [there, back] = [geodesic(torus, a, b, 4), geodesic(torus, b, a, 4)];
    expect(largestDifference(there(0), a)).toBe(0);
    expect(largestDifference(there(16), b)).toBe(0);
    const { total } = distance(torus, a, b);
    for (let n = 0; n <= 16; n++) {
      const point = Float64Array.from(there(n));
      for (const { at, length, radius } of torus.spheres) {
        const square = point.subarray(at, at + length).reduce((sum, w) => sum + w * w, 0);
        expect(Math.abs(Math.sqrt(square) / radius - 1)).toBeLessThan(1e-13);
      }
      expect(Math.abs(distance(torus, a, point).total - (n / 16) * total)).toBeLessThan(1e-12);
      expect(Math.abs(distance(torus, point, b).total - (1 - n / 16) * total)).toBeLessThan(1e-12);
      expect(largestDifference(back(16 - n), point)).toBeLessThan(1e-14);
    }
  });

  it('law 5: the errors from B to A are those from A to B, and finer steps find no lower barrier', () => {
    for (const path of [geodesic.bind(null, torus), straight] as (typeof straight)[]) {
      const [there, back] = [errorsAlong(path(a, b), 32, error), errorsAlong(path(b, a), 32, error)];
      expect(largestDifference(there, back.toReversed())).toBeLessThanOrEqual(1 / 60 + 1e-12);
      const fine = barrierOf(there);
      expect(fine.excess).toBeGreaterThanOrEqual(0);
      const coarse = barrierOf(errorsAlong(path(a, b, 4), 16, error));
      expect(fine.highest).toBeGreaterThanOrEqual(coarse.highest);
      expect(fine.highest).toBe(Math.max(...there));
      expect(there[fine.at * 32]).toBe(fine.highest);
    }
  });
});

test('law 4: square roots give the sines, up to an angle of 3', () => {
  const torus = perceptronTorus(2);
  for (const theta of [1e-8, 0.1, 1, Math.PI / 2, 2, 3]) {
    const end = [Math.cos(theta), Math.sin(theta)];
    const point = geodesic(torus, [1, 0], end);
    for (let n = 0; n <= 32; n++) {
      const angle = (n / 32) * theta;
      expect(largestDifference(point(n), [Math.cos(angle), Math.sin(angle)])).toBeLessThan(1e-12);
    }
  }
});

test('angles are exact at both ends', () => {
  for (const small of [1e-3, 1e-9, 1e-15]) {
    expect(angle([1, 0], [Math.cos(small), Math.sin(small)]) / small).toBeCloseTo(1, 9);
    expect(angle([1, 0], [-Math.cos(small), Math.sin(small)])).toBeCloseTo(Math.PI - small, 15);
  }
});

test('opposite units have no geodesic: the error names the unit', () => {
  const w = [1, 0, 0.6, 0.8];
  expect(() => geodesic(committeeTorus(2, 2), w, [1, 0, -0.6, -0.8])).toThrow(/^unit 2: .* opposite/);
  const network = { widths: [1, 1, 2], activation: 'relu' } as const;
  const ends = [
    [1, 0, 1, 1, 0, 0],
    [1, 0, -1, -1, 0, 0],
  ];
  expect(() => geodesic(mlpTorus(network), ends[0], ends[1])).toThrow(/^the last layer: /);
});

test('a barrier is told by its highest point and by what rises above the line of its ends', () => {
  expect(barrierOf([0.3, 0.2, 0.1])).toMatchObject({ highest: 0.3, at: 0, excess: 0 });
  expect(barrierOf([0, 0.1, 0.4]).excess).toBe(0);
  expect(barrierOf([0.1, 0.5, 0.5, 0.3])).toMatchObject({ highest: 0.5, at: 1 / 3 });
  expect(barrierOf([0.1, 0.5, 0.5, 0.4]).excess).toBeCloseTo(0.3, 12);
  expect(() => barrierOf([0.1])).toThrow(/^errors: a path has two ends/);
});

describe('law 10: paths of flips', () => {
  const [N, P] = [31, 80];
  const source = random('flips');
  const patterns = randomPatterns(N, P, source);
  const spins = (count: number) => randomPatterns(count, 1, source).x;

  test.each([1, 3])('of %i units: ends, length, and every point as recomputed', (K) => {
    const problem: VotePatterns = votePatterns(K, 'linear', patterns);
    const [a, b] = [spins(K * N), spins(K * N)];
    const places = differing(a, b);
    expect(places).toHaveLength(a.filter((weight, i) => weight !== b[i]).length);
    for (const order of flipOrders(a, b, 3, source)) {
      expect([...order].toSorted((i, j) => i - j)).toEqual([...places]);
      const errors = errorsOfFlips(problem, a, order);
      const w = Int8Array.from(a);
      expect(errors[0]).toBe(hardError(a, K, patterns));
      order.forEach((place, n) => {
        w[place] = b[place];
        expect(errors[n + 1]).toBe(hardError(w, K, patterns));
      });
      expect(errors[order.length]).toBe(hardError(b, K, patterns));
    }
  });

  it('the barrier of the mean is no higher than the mean of the barriers', () => {
    const problem = votePatterns(1, 'linear', patterns);
    const [a, b] = [spins(N), spins(N)];
    const barrier = flipBarrier(problem, a, b, { orders: 10, steps: 50 }, source);
    expect(barrier.errors).toHaveLength(51);
    expect(barrier.length).toBe(differing(a, b).length);
    expect(barrier.highest).toBeLessThanOrEqual(barrier.highestOfEach);
    expect(barrier.errors[0]).toBeCloseTo(hardError(a, 1, patterns), 12);
    expect(barrier.errors[50]).toBeCloseTo(hardError(b, 1, patterns), 12);
    const none = flipBarrier(problem, a, a, { orders: 2, steps: 4 }, source);
    expect([none.length, none.excess]).toEqual([0, 0]);
    expect(() => differing([1], [1, 1])).toThrow(/^weights: 1 and 2 numbers/);
  });
});

describe('a bend', () => {
  it('goes from one end by the trained middle to the other, aligned anew', () => {
    const torus = perceptronTorus(3);
    const [a, b] = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0)];
    const [starts, references]: number[][][] = [[], []];
    const { errors, barrier } = bend(
      torus,
      a,
      b,
      {
        descend(start) {
          starts.push([...start]);
          return [0, 0, 5];
        },
        // The second end is turned to the side of its reference.
        align(reference, w) {
          references.push([...reference]);
          return ontoTorus(torus, references.length === 2 ? [0, -2, 0] : w);
        },
        error: (w) => 10 * w[0] + w[1] + 100 * w[2],
      },
      2,
    );
    expect(largestDifference(starts[0], [Math.SQRT1_2, Math.SQRT1_2, 0])).toBeLessThan(1e-12);
    expect(references).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(errors).toHaveLength(9);
    expect([errors[0], errors[4], errors[8]]).toEqual([10, 100, -1]);
    expect(errors[2]).toBeCloseTo(110 * Math.SQRT1_2, 12);
    expect(errors[6]).toBeCloseTo(99 * Math.SQRT1_2, 12);
    expect(barrier.highest).toBe(Math.max(...errors));
  });
});

describe('a plane', () => {
  it('holds its three points, in lengths and angles of the space', () => {
    const source = random('plane');
    const three = Array.from({ length: 3 }, () => gaussians(40, source));
    const { corners, point } = planeOf(three[0], three[1], three[2]);
    const apart = (u: Float64Array, v: Float64Array) =>
      Math.sqrt(u.reduce((sum, weight, i) => sum + (weight - v[i]) ** 2, 0));
    corners.forEach(([x, y], i) => {
      expect(largestDifference(point(x, y), three[i])).toBeLessThan(1e-12);
      const [u, v] = [corners[i], corners[(i + 1) % 3]];
      expect(Math.hypot(u[0] - v[0], u[1] - v[1])).toBeCloseTo(apart(three[i], three[(i + 1) % 3]), 12);
    });
    const plane = { corners, point };
    expect([...errorsOn(plane, [0, corners[1][0]], [0], (w) => w[0])]).toEqual([
      three[0][0],
      expect.closeTo(three[1][0], 12),
    ]);
  });

  it('is spanned by no two points that are one, nor three on a line', () => {
    expect(() => planeOf([1, 2], [1, 2], [3, 4])).toThrow(/^weights: the three lie on one line/);
    expect(() => planeOf([1, 2], [2, 3], [4, 5])).toThrow(/one line/);
    expect(() => planeOf([1, 2], [2, 3], [4])).toThrow(/^weights: 2, 2 and 1 numbers/);
  });
});
