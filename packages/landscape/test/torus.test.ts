import { readdirSync, readFileSync } from 'node:fs';
import type { Network } from '@mcover/core';
import { hardLabels, mlpLayers } from '@mcover/core/internals';
import {
  alignCommittee,
  alignMlp,
  committeeTorus,
  distance,
  errorsAlong,
  geodesic,
  mlpTorus,
  normaliseMlp,
  nullDistance,
  ontoTorus,
  symmetryOf,
} from '@mcover/landscape';
import { describe, expect, it, test } from 'vitest';
import {
  classesOf,
  errorOf,
  gaussians,
  largestDifference,
  logitsOf,
  networks,
  random,
  randomPatterns,
  randomScrambling,
  randomWeights,
  scrambled,
} from './support.ts';

const norms = (network: Network, w: Float64Array) =>
  mlpTorus(network).spheres.map(({ at, length, radius }) => {
    const square = w.subarray(at, at + length).reduce((sum, x) => sum + x * x, 0);
    return Math.sqrt(square) / radius;
  });

describe.each(networks)('%s', (name, network) => {
  const [N] = network.widths;
  const source = random(name);
  const [A, B] = [randomWeights(network, source), randomWeights(network, source)];
  const x = gaussians(40 * N, source);
  const torus = mlpTorus(network);
  const scrambling = randomScrambling(network, source);
  const copy = scrambled(network, A, scrambling);

  it('law 1: normalising keeps logits but for one factor, makes unit rows, and is the same twice', () => {
    const a = normaliseMlp(network, A);
    const [before, after] = [logitsOf(network, A, x), logitsOf(network, a, x)];
    const largest = before.reduce((most, z, i) => (Math.abs(z) > Math.abs(before[most]) ? i : most), 0);
    const factor = after[largest] / before[largest];
    expect(factor).toBeGreaterThan(0);
    const scale = Math.abs(after[largest]);
    expect(
      largestDifference(
        after,
        before.map((z) => factor * z),
      ) / scale,
    ).toBeLessThan(1e-13);
    for (const norm of norms(network, a)) expect(Math.abs(norm - 1)).toBeLessThan(1e-14);
    expect(largestDifference(normaliseMlp(network, a), a)).toBeLessThan(1e-14);
  });

  it('law 2: a scrambled copy is found again: distance 0, its order, and no barrier', () => {
    expect(largestDifference(logitsOf(network, copy, x), logitsOf(network, A, x))).toBeLessThan(1e-9);
    const [a, b] = [A, copy].map((w) => normaliseMlp(network, w));
    const { weights, permutations, signs, cosines } = alignMlp(network, a, b);
    expect(distance(torus, a, weights).total).toBeLessThan(1e-12);
    permutations.forEach((order, l) => {
      // Place r has the unit that the scrambling took from there.
      expect([...order].map((from) => scrambling.orders[l][from])).toEqual([...order.keys()]);
      expect([...signs[l]]).toEqual([...order].map((from) => scrambling.signs[l][from]));
      for (const cosine of cosines[l]) expect(cosine).toBeCloseTo(1, 12);
    });
    const y = classesOf(network, randomWeights(network, source), x);
    const error = errorOf(network, x, y);
    const errors = errorsAlong(geodesic(torus, a, weights, 2), 4, error);
    for (const one of errors) expect(one).toBe(error(A));
  });

  it('aligning changes no function, and raises the cosines of the first layer', () => {
    const [a, b] = [A, B].map((w) => normaliseMlp(network, w));
    for (const match of ['incoming', 'both'] as const) {
      const { weights, permutations, signs } = alignMlp(network, a, b, { match });
      expect(largestDifference(logitsOf(network, weights, x), logitsOf(network, b, x))).toBeLessThan(1e-12);
      // What is told of it is what was done: unit permutations[r], times signs[r].
      const { at, length } = torus.spheres[0];
      permutations[0]?.forEach((from, r) => {
        for (let i = 0; i < length; i++)
          expect(weights[at + r * length + i]).toBe(signs[0][r] * b[at + from * length + i]);
      });
    }
    if (network.widths.length < 3) return;
    const { cosines } = alignMlp(network, a, b);
    const { inputs, outputs } = mlpLayers(network.widths)[0];
    const before = a.subarray(0, inputs * outputs).reduce((sum, weight, i) => sum + weight * b[i], 0);
    expect(cosines[0].reduce((sum, cosine) => sum + cosine)).toBeGreaterThanOrEqual(before - 1e-12);
  });
});

describe('law 11: what is no symmetry is none', () => {
  /** Turns hidden unit 0 of the first layer, in and out. */
  const turned = ({ widths }: Network, w: Float64Array) => {
    const [{ inputs, weights, biases }, next] = mlpLayers(widths);
    const result = Float64Array.from(w);
    for (let i = 0; i < inputs; i++) result[weights + i] *= -1;
    result[biases] *= -1;
    for (let o = 0; o < next.outputs; o++) result[next.weights + o * next.inputs] *= -1;
    return result;
  };

  test.each(['relu', 'sign', 'tanh'] as const)('a turned unit of %s', (activation) => {
    const network = { widths: [5, 4, 3], activation };
    const w = randomWeights(network, random('turned'));
    const x = gaussians(200, random('turned inputs'));
    const apart = largestDifference(logitsOf(network, turned(network, w), x), logitsOf(network, w, x));
    if (symmetryOf(activation).flips) expect(apart).toBeLessThan(1e-12);
    else expect(apart).toBeGreaterThan(0.1);
  });

  test.each(['relu', 'sign', 'tanh'] as const)(
    'a unit of %s that is scaled, and its outgoing weights',
    (activation) => {
      const network: Network = { widths: [5, 4, 3], activation };
      const w = randomWeights(network, random('scaled'));
      const x = gaussians(200, random('scaled inputs'));
      const { scale } = symmetryOf(activation);
      const [orders, signs] = [[Int32Array.of(0, 1, 2, 3)], [new Int8Array(4).fill(1)]];
      const scaling = { orders, signs, scales: [Float64Array.of(3, 1, 1, 1)] };
      const apart = (kind: Network['activation']) =>
        largestDifference(
          logitsOf(network, scrambled({ ...network, activation: kind }, w, scaling), x),
          logitsOf(network, w, x),
        );
      // `scrambled` divides the outgoing weights of relu alone.
      expect(apart('relu') < 1e-12).toBe(scale === 'compensated');
      expect(apart('sign') < 1e-12).toBe(scale === 'free');
    },
  );

  it('a turned unit of a committee changes its labels, an order of its units none', () => {
    const [N, K] = [21, 3];
    const J = gaussians(N * K, random('committee'));
    const patterns = randomPatterns(N, 200, random('committee patterns'));
    const labels = (w: Float64Array) => [...hardLabels(w, K, patterns)];
    expect(symmetryOf('committee').flips).toBe(false);
    expect(labels(J.map((weight, i) => (i < N ? -weight : weight)))).not.toEqual(labels(J));
    const moved = Float64Array.of(...J.subarray(N), ...J.subarray(0, N));
    expect(labels(moved)).toEqual(labels(J));
    const { weights, permutations } = alignCommittee({ N, K }, J, moved);
    expect([...weights]).toEqual([...J]);
    expect([...permutations[0]]).toEqual([2, 0, 1]);
    // A unit that was turned is matched to none by its size.
    const opposite = alignCommittee(
      { N, K },
      J,
      J.map((weight) => -weight),
    );
    expect(Math.min(...opposite.cosines[0])).toBeGreaterThan(-0.9);
  });
});

describe('what has no direction', () => {
  it('a row of zeros stays, and goes straight', () => {
    const network: Network = { widths: [2, 2, 1], activation: 'relu' };
    const dead = normaliseMlp(network, [0, 0, 3, 4, 0.5, 0, 2, 2, 1]);
    expect(largestDifference(dead.subarray(0, 6), [0, 0, 3 / 5, 4 / 5, 0.5, 0])).toBeLessThan(1e-15);
    const live = normaliseMlp(network, [1, 0, 3, 4, 0.5, 0, 2, 2, 1]);
    expect(geodesic(mlpTorus(network), dead, live, 1)(1)[0]).toBe(0.5);
    expect([...ontoTorus(committeeTorus(2, 2), [0, 0, 0, 2])]).toEqual([0, 0, 0, 1]);
  });

  it('units alike stand in the order of their places', () => {
    const network: Network = { widths: [2, 3, 1], activation: 'relu' };
    const w = [1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0];
    expect([...alignMlp(network, w, w).permutations[0]]).toEqual([0, 1, 2]);
  });
});

describe('the null distance', () => {
  it('of a committee of 9 units of 784 weights: 4.708, aligned 4.576, cosine .046', () => {
    const size = { N: 784, K: 9 };
    const none = nullDistance(
      committeeTorus(784, 9),
      (a, b) => alignCommittee(size, a, b),
      60,
      random('null'),
    );
    expect(Math.abs(none.raw - 4.708)).toBeLessThan(0.02);
    expect(Math.abs(none.aligned - 4.576)).toBeLessThan(0.01);
    expect(Math.abs(none.cosine - 0.046)).toBeLessThan(0.002);
  });
});

describe('refused', () => {
  const network: Network = { widths: [2, 2, 1], activation: 'relu' };
  const w = [1, 2, 3, 4, 0, 0, 1, 1, 0];

  test.each<[string, () => unknown, RegExp]>([
    ['tanh', () => normaliseMlp({ ...network, activation: 'tanh' }, w), /^activation: the scale of a tanh/],
    [
      'too few weights',
      () => normaliseMlp(network, w.slice(1)),
      /^weights: 8 numbers, but this network has 9/,
    ],
    ['NaN', () => normaliseMlp(network, w.with(3, Number.NaN)), /^weights\/3: NaN is not finite/],
    ['another reference', () => alignMlp(network, w.slice(1), w), /^weights: 8 numbers/],
    ['infinity', () => alignCommittee({ N: 2, K: 1 }, [1, 2], [1, Infinity]), /^weights\/1: Infinity/],
    ['another torus', () => distance(committeeTorus(2, 2), [1], [1]), /^weights: 1 numbers/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

test('the sources use nothing whose bits depend on the engine', () => {
  const forbidden =
    /Math\.(random|exp|log|pow|tanh|a?sin|a?cos|a?tan2?|cbrt|hypot)\b|\*\* 2\b|\bDate\b|performance/;
  const folder = new URL('../src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => forbidden.test(readFileSync(new URL(file, folder), 'utf8')))).toEqual([]);
});
