import {
  bankOf,
  type Coupling,
  couplingOf,
  identityBank,
  type Kernel,
  permutationSampler,
  sampleBank,
  stream,
} from '@mcover/core';
import { attractionOf, checkCoupling, isRouted, kernelKey } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const uniform: Kernel = { kind: 'uniform' };
const seed = { root: 1, trial: 0 };

/** A kernel that mostly stays, with the rest spread over all covers. */
const lazy = (p: number): Kernel => ({
  kind: 'lazy',
  p,
  rows: (M) => Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => (a === b ? 1 : p))),
});

describe('a coupling', () => {
  it.each<[string, Parameters<typeof couplingOf>, Coupling]>([
    ['nothing is one copy', [{}], { kind: 'alone', M: 1 }],
    ['M alone is M copies that do not know of each other', [{ M: 3 }], { kind: 'alone', M: 3 }],
    [
      'a strength is attraction',
      [{ M: 3 }, { strength: 0.5 }],
      { kind: 'attraction', M: 3, strength: 0.5, growth: 1 },
    ],
    [
      'which may grow',
      [{ M: 3 }, { strength: 0, growth: 1.05 }],
      { kind: 'attraction', M: 3, strength: 0, growth: 1.05 },
    ],
    [
      'a kernel and S are routing',
      [{ M: 3, S: 2, kernel: uniform }, { strength: undefined }],
      { kind: 'routing', M: 3, S: 2, kernel: uniform },
    ],
  ])('%s', (_, given, coupling) => {
    expect(couplingOf(...given)).toEqual(coupling);
  });

  it.each<[string, Parameters<typeof couplingOf>, string]>([
    ['a kernel without S', [{ M: 3, kernel: uniform }], 'S'],
    ['S without a kernel', [{ M: 3, S: 2 }], 'kernel'],
    ['S alone', [{ S: 2 }], 'kernel'],
    ['routing without M', [{ S: 2, kernel: uniform }], 'M'],
    ['attraction without M', [{}, { strength: 1 }], 'M'],
    ['both at once', [{ M: 3, S: 2, kernel: uniform }, { strength: 1 }], 'kernel'],
    ['no copy', [{ M: 0 }], 'M'],
    ['half a copy', [{ M: 1.5 }], 'M'],
  ])('refuses %s', (_, given, path) => {
    expect(faultOf(() => couplingOf(...given)).path).toBe(path);
  });

  it('routes and attracts where there are several copies', () => {
    const routed = (M: number): Coupling => ({ kind: 'routing', M, S: 2, kernel: uniform });
    const attracted = (M: number): Coupling => ({ kind: 'attraction', M, strength: 2, growth: 1 });
    expect([1, 2].map((M) => isRouted(routed(M)))).toEqual([false, true]);
    expect([1, 2].map((M) => attractionOf(attracted(M)))).toEqual([0, 2]);
    expect([routed(3), { kind: 'alone', M: 3 } as const].map(attractionOf)).toEqual([0, 0]);
    expect(isRouted(attracted(3))).toBe(false);
  });

  it.each<[string, Coupling, string]>([
    ['more destinations than weights', { kind: 'routing', M: 2, S: 11, kernel: uniform }, 'S'],
    ['no destination', { kind: 'routing', M: 2, S: 0, kernel: uniform }, 'S'],
    ['half a destination', { kind: 'routing', M: 2, S: 1.5, kernel: uniform }, 'S'],
    ['more covers than a byte has', { kind: 'routing', M: 256, S: 1, kernel: uniform }, 'M'],
    ['more copies than can be shuffled', { kind: 'alone', M: 2 ** 31 }, 'M'],
    [
      'a kernel that cannot be sampled',
      { kind: 'routing', M: 2, S: 1, kernel: { ...lazy(0), rows: () => [[1]] } },
      'kernel',
    ],
  ])('of 10 weights refuses %s', (_, coupling, path) => {
    expect(faultOf(() => checkCoupling(coupling, 10)).path).toBe(path);
  });

  it('has the bank of its kernel, keyed by seed and shape; identities where nothing is routed', () => {
    const coupling: Coupling = { kind: 'routing', M: 3, S: 2, kernel: uniform };
    const random = stream(seed, 'routing', { N: 10, M: 3, S: 2, kernel: 'uniform' });
    expect(bankOf(coupling, 10, seed)).toEqual(sampleBank({ N: 10, M: 3, S: 2, kernel: uniform }, random));
    expect(bankOf(coupling, 10, { root: 1, trial: 1 }).routes).not.toEqual(bankOf(coupling, 10, seed).routes);
    expect(bankOf({ ...coupling, M: 1 }, 10, seed)).toEqual(identityBank(10, 1));
    expect(bankOf({ kind: 'alone', M: 3 }, 10, seed)).toEqual(identityBank(10, 3));
    const attraction: Coupling = { kind: 'attraction', M: 3, strength: 1, growth: 1 };
    expect(bankOf(attraction, 10, seed)).toEqual(identityBank(10, 3));
  });
});

describe('a kernel’s key', () => {
  // These texts key random streams: another text would be other trials.
  it.each<[Kernel, string]>([
    [{ kind: 'directed-ring', mu: 2, sigma: 3 }, 'directed-ring 2 3'],
    [{ kind: 'wrapped-ring', mu: 0.5, sigma: Infinity }, 'wrapped-ring 0.5 Infinity'],
    [uniform, 'uniform'],
    [{ kind: 'identity' }, 'identity'],
    [
      {
        kind: 'matrix',
        matrix: [
          [1, 0.5],
          [0, 2],
        ],
      },
      'matrix [[1,0.5],[0,2]]',
    ],
    [lazy(0.1), 'lazy p=0.1'],
    [lazy(0.3), 'lazy p=0.3'],
  ])('of %o is "%s"', (kernel, key) => {
    expect(kernelKey(kernel)).toBe(key);
  });

  it('of one’s own does not see the order of its parameters', () => {
    const rows = () => [[1]];
    expect(kernelKey({ kind: 'own', b: [1, 'x'], a: 2, rows })).toBe('own a=2 b=[1,"x"]');
    expect(kernelKey({ kind: 'constructor', rows })).toBe('constructor');
    expect(kernelKey({ rows, a: 2, b: [1, 'x'], kind: 'own' })).toBe('own a=2 b=[1,"x"]');
  });
});

describe('a kernel of one’s own', () => {
  it('is sampled by its rows', () => {
    const shift: Kernel = {
      kind: 'shift',
      rows: (M) =>
        Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => Number(b === (a + 1) % M))),
    };
    const rho = new Uint8Array(4);
    permutationSampler(shift, 4).sample(stream(seed, 'x'), rho);
    expect([...rho]).toEqual([1, 2, 3, 0]);
  });

  it.each<[string, unknown, string]>([
    ['rows of another size', [[1]], 'kernel'],
    ['no rows', 7, 'kernel'],
    [
      'a negative entry',
      [
        [1, -1],
        [1, 1],
      ],
      'kernel/0/1',
    ],
  ])('refuses %s', (_, rows, path) => {
    const kernel = { kind: 'own', rows: () => rows as number[][] };
    expect(faultOf(() => permutationSampler(kernel, 2)).path).toBe(path);
  });

  it('under the name of another is refused', () => {
    const kernel = { kind: 'uniform', rows: () => [[1]] };
    const { path, message } = faultOf(() => permutationSampler(kernel, 1));
    expect(path).toBe('kernel/kind');
    expect(message).toMatch(/"uniform" has rows already; take another name/);
  });

  it('that has no rows is unknown, and the known ones are named', () => {
    const kernel = { kind: 'ring' } as never;
    const { path, message } = faultOf(() => permutationSampler(kernel, 2));
    expect(path).toBe('kernel/kind');
    expect(message).toMatch(
      /no kernel "ring"; known: directed-ring, wrapped-ring, uniform, identity, matrix/,
    );
  });
});
