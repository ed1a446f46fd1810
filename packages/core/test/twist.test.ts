import { identityBank, type Kernel, kernelMatrix, sampleBank, stream, uniform } from '@mcover/core';
import { bankClasses, coverComponents, kernelTwist, sampledTwist, twistOf } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { kernelsFor, permutations, rowsOf } from './support.ts';

const random = (name: string) => stream({ root: 5, trial: 0 }, name);
const directed = (mu: number, sigma: number): Kernel => ({ kind: 'directed-ring', mu, sigma });
const wrapped = (mu: number, sigma: number): Kernel => ({ kind: 'wrapped-ring', mu, sigma });
const factorial = [1, 1, 2, 6, 24, 120, 720];

describe('twist of a kernel', () => {
  it('is the definition: four routes round a cycle, enumerated', () => {
    for (const { kernel, name } of kernelsFor(3)) {
      const Q = kernelMatrix(kernel, 3);
      const all = permutations(3).map((rho) => ({
        rho,
        weight: rho.reduce((w, b, a) => w * Q[a * 3 + b], 1),
      }));
      const total = all.reduce((sum, { weight }) => sum + weight, 0);
      let twist = 0;
      for (const one of all)
        for (const two of all)
          for (const three of all)
            for (const four of all) {
              const walk = [0, 1, 2].map((a) => one.rho.indexOf(two.rho[three.rho.indexOf(four.rho[a])]));
              if (walk.join() === '0,1,2') continue;
              twist += (one.weight * two.weight * three.weight * four.weight) / total ** 4;
            }
      expect(kernelTwist(kernel, 3), name).toBeCloseTo(twist, 12);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('M = %i: 0 for the identity and for shifts, 1 − 1/M! where uniform', (M) => {
    expect(kernelTwist({ kind: 'identity' }, M)).toBe(0);
    const shift = Array.from({ length: M }, (_, a) =>
      Array.from({ length: M }, (_, b) => Number(b === (a + 1) % M)),
    );
    expect(kernelTwist({ kind: 'matrix', matrix: shift }, M)).toBe(0);
    expect(kernelTwist({ kind: 'uniform' }, M)).toBeCloseTo(1 - 1 / factorial[M], 12);
  });

  it.each([
    [3, 2, 0.3, 0],
    [3, 2, 0.5, 0.01],
    [3, 2, 0.75, 0.314],
    [3, 2, 1.5, 0.826],
    [3, 2, 3, 0.833],
    [4, 2, 1.5, 0.957],
    [5, 2, 0.3, 0],
    [5, 2, 0.5, 0.293],
    [5, 2, 0.75, 0.894],
    [5, 2, 1.5, 0.991],
    [5, 0, 0.75, 0.089],
  ])('of the directed ring, M = %i, μ = %f, σ = %f: %f', (M, mu, sigma, twist) => {
    expect(kernelTwist(directed(mu, sigma), M)).toBeCloseTo(twist, 3);
  });

  it('of the directed ring: μ and M − 1 − μ are mirror images', () => {
    for (const M of [3, 4, 5])
      for (const mu of [0, 0.4, 1, 2])
        expect(kernelTwist(directed(mu, 0.7), M)).toBeCloseTo(kernelTwist(directed(M - 1 - mu, 0.7), M), 12);
  });

  it('of the wrapped ring: whole μ change nothing, half ones do', () => {
    for (const mu of [1, 2, 5])
      expect(kernelTwist(wrapped(mu, 0.5), 3)).toBeCloseTo(kernelTwist(wrapped(0, 0.5), 3), 12);
    expect(kernelTwist(wrapped(0, 0.5), 3)).toBeCloseTo(0.203, 3);
    expect(kernelTwist(wrapped(0.5, 0.5), 3)).toBeCloseTo(0.662, 3);
  });

  it('does not see names of covers, nor scales of rows and columns', () => {
    const source = random('gauge');
    for (const M of [2, 3, 4, 5]) {
      const all = permutations(M);
      for (const { kernel, name } of kernelsFor(M)) {
        const Q = rowsOf(kernel, M);
        const pick = () => all[Math.floor(uniform(source) * all.length)];
        const [rows, columns] = [pick(), pick()];
        const [left, right] = [rows, columns].map((list) => list.map(() => 0.2 + 3 * uniform(source)));
        const matrix = rows.map((a, i) => columns.map((b, j) => left[i] * Q[a][b] * right[j]));
        expect(kernelTwist({ kind: 'matrix', matrix }, M), name).toBeCloseTo(kernelTwist(kernel, M), 10);
      }
    }
  });

  it('is quick: M = 5 in 50 ms, M = 6 in 1 s, at the best of five', () => {
    for (const [M, most] of [
      [5, 50],
      [6, 1000],
    ]) {
      const times = Array.from({ length: 5 }, () => {
        const begin = performance.now();
        kernelTwist(directed(2, 1.5), M);
        return performance.now() - begin;
      });
      expect(Math.min(...times)).toBeLessThan(most);
    }
  });

  it('is estimated beyond 6 covers, within its standard error', () => {
    const uniform = twistOf({ kind: 'uniform' }, 7);
    expect(uniform.share).toBeCloseTo(1 - 1 / 5040, 4);
    expect(twistOf({ kind: 'identity' }, 9)).toEqual({ share: 0, standardError: 0 });
    // The mirror image is another draw.
    const [one, other] = [2, 4].map((mu) => twistOf(directed(mu, 0.45), 7));
    expect(one.standardError).toBeGreaterThan(0);
    const apart = Math.abs(one.share - other.share) / Math.hypot(one.standardError, other.standardError);
    expect(apart).toBeLessThan(4);
    expect(twistOf(directed(2, 1.5), 5)).toEqual({
      share: kernelTwist(directed(2, 1.5), 5),
      standardError: 0,
    });
  });

  it('is refused where it cannot be told', () => {
    expect(() => kernelTwist({ kind: 'uniform' }, 7)).toThrow(/^M: .* not for 7/);
    expect(() => kernelTwist({ kind: 'uniform' }, 0)).toThrow(/^M: /);
    expect(() => twistOf({ kind: 'uniform' }, 17)).toThrow(/^M: .* 16 covers/);
    expect(() =>
      kernelTwist(
        {
          kind: 'matrix',
          matrix: [
            [0, 0],
            [1, 1],
          ],
        },
        2,
      ),
    ).toThrow(/perm\(Q\) = 0/);
  });
});

describe('twist of a bank', () => {
  it.each([2, 3, 5])('of many weights is that of its kernel, M = %i', (M) => {
    for (const { kernel, name } of kernelsFor(M)) {
      const bank = sampleBank({ N: 4000, M, S: 12, kernel }, random(`bank ${name}`));
      const { share, standardError } = sampledTwist(bank, 20_000, random('cycles'));
      const exact = kernelTwist(kernel, M);
      expect(Math.abs(share - exact), name).toBeLessThanOrEqual(4 * standardError + 1e-12);
    }
  });

  it('is 0 where there is no 4-cycle', () => {
    const kernel: Kernel = { kind: 'uniform' };
    for (const size of [
      { N: 20, M: 3, S: 1 },
      { N: 1, M: 3, S: 1 },
    ])
      expect(sampledTwist(sampleBank({ ...size, kernel }, random('none')), 100, random('cycles'))).toEqual({
        share: 0,
        standardError: 0,
      });
  });
});

describe('components of the lifted graph', () => {
  it('are M where covers are copies: identities, and a single channel', () => {
    for (const M of [1, 2, 5]) {
      expect(coverComponents(identityBank(7, M))).toBe(M);
      const bank = sampleBank({ N: 30, M, S: 1, kernel: { kind: 'uniform' } }, random('single'));
      expect(coverComponents(bank)).toBe(M);
    }
  });

  it('are 1 where channels route at random, and M where they all shift alike', () => {
    const uniform = sampleBank({ N: 30, M: 5, S: 4, kernel: { kind: 'uniform' } }, random('many'));
    expect(coverComponents(uniform)).toBe(1);
    // Every route but that of a destination is one shift: the shifts of destinations join the covers.
    const shift = {
      kind: 'matrix' as const,
      matrix: [
        [0, 1],
        [1, 0],
      ],
    };
    expect(coverComponents(sampleBank({ N: 2, M: 2, S: 2, kernel: shift }, random('two')))).toBe(2);
    expect(coverComponents(sampleBank({ N: 3, M: 2, S: 2, kernel: shift }, random('three')))).toBe(1);
  });
});

/** Banks up to names, by joining each bank with what a change of names makes of it. */
function orbits(N: number, S: number, M: number): number {
  const all = permutations(M);
  const placeOf = new Map(all.map((rho, i) => [rho.join(), i]));
  const compose = (f: number[], g: number[]) => placeOf.get(g.map((a) => f[a]).join())!;
  const edges = N * S;
  const size = all.length ** edges;
  const parents = Int32Array.from({ length: size }, (_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  };
  let count = size;
  const swap = [1, 0, ...all[0].keys()].slice(0, M).map((a, i) => (i < 2 ? a : i));
  const turn = Array.from({ length: M }, (_, a) => (a + 1) % M);
  for (let bank = 0; bank < size; bank++) {
    const routes = Array.from(
      { length: edges },
      (_, edge) => Math.floor(bank / all.length ** edge) % all.length,
    );
    for (const name of M > 1 ? [swap, turn] : [turn]) {
      for (let vertex = 0; vertex < N + S; vertex++) {
        const renamed = routes.map((route, edge) => {
          const [q, s] = [edge % N, Math.floor(edge / N)];
          if (vertex < N) return vertex === q ? compose(name, all[route]) : route;
          return vertex - N === s ? compose(all[route], name) : route;
        });
        const other = renamed.reduce((sum, route, edge) => sum + route * all.length ** edge, 0);
        const [a, b] = [rootOf(bank), rootOf(other)];
        if (a === b) continue;
        parents[a] = b;
        count--;
      }
    }
  }
  return count;
}

describe('banks up to names', () => {
  it.each([
    [2, 1, 3, 1],
    [2, 2, 2, 2],
    [2, 2, 3, 3],
    [3, 2, 2, 4],
    [3, 2, 3, 11],
    [2, 3, 2, 4],
    [3, 3, 2, 16],
    [4, 2, 2, 8],
  ])('N = %i, S = %i, M = %i: %i', (N, S, M, classes) => {
    const { exact, log10 } = bankClasses({ N, M, S });
    expect(exact).toBe(BigInt(classes));
    expect(log10).toBeCloseTo(Math.log10(classes), 12);
    if (N * S <= 6 || M === 2) expect(orbits(N, S, M)).toBe(classes);
  });

  it("of the paper's perceptron are 10^6995.6, and one with a single channel", () => {
    const many = bankClasses({ N: 1000, M: 3, S: 10 });
    expect(many.exact).toBeUndefined();
    expect(many.log10).toBeCloseTo(6995.6, 1);
    expect(bankClasses({ N: 1000, M: 9, S: 1 })).toEqual({ exact: 1n, log10: 0 });
  });

  it('are the partitions of M where there is one cycle', () => {
    const partitions = [1, 2, 3, 5, 7, 11, 15, 22, 30, 42];
    partitions.forEach((count, i) => {
      expect(bankClasses({ N: 2, M: i + 1, S: 2 }).exact).toBe(BigInt(count));
    });
    expect(bankClasses({ N: 2, M: 100, S: 2 }).exact).toBe(190569292n);
    expect(bankClasses({ N: 2, M: 200, S: 2 }).exact).toBe(3972999029388n);
  });

  it.each([
    [{ N: 0, M: 2, S: 2 }, /^N: 0/],
    [{ N: 2, M: 256, S: 2 }, /^M: 256/],
    [{ N: 2, M: 2, S: 1.5 }, /^S: 1.5/],
    [{ N: 1e300, M: 2, S: 2 }, /^N: /],
  ])('refuse %j', (sizes, message) => {
    expect(() => bankClasses(sizes)).toThrow(message);
  });
});
