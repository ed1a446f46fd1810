import { stream, uniform } from '@mcover/core';
import {
  bell,
  below,
  equivalents,
  log10,
  minima,
  networkLogits,
  replications,
  type Symmetry,
  stirling2,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

/** Every list of `length` items, each from `items`. */
function* lists(items: readonly number[], length: number): Generator<number[]> {
  if (length === 0) yield [];
  else for (const rest of lists(items, length - 1)) for (const item of items) yield [...rest, item];
}

/** A unit's group 1…r with the sign of its weights, or the first unit of its zero group 0, −1, … with its sign to it. */
type Unit = { group: number; sign: number };

/** Every way in which m labelled units are a network of r, from the definition. */
function ways(r: number, m: number, symmetry: Symmetry): { all: number; withoutZero: number } {
  const signs = symmetry === 'odd' ? [1, -1] : [1];
  const options = Array.from({ length: r + m }, (_, i) => (i < r ? i + 1 : r - i));
  const seen = new Set<string>();
  let withoutZero = 0;
  for (const groups of lists(options, m)) {
    if (!Array.from({ length: r }, (_, j) => j + 1).every((j) => groups.includes(j))) continue;
    // Zero groups have no names: the first units of 0, −1, … come in this order.
    const zeros = [...new Set(groups.filter((group) => group <= 0))];
    if (zeros.some((group, i) => group !== -i)) continue;
    for (const turned of lists(signs, m)) {
      const units = groups.map((group, i): Unit => ({ group, sign: turned[i] }));
      // The first unit of a zero group gives its sign.
      const relative = units.map(({ group, sign }) =>
        group > 0 ? sign : sign * units.find((unit) => unit.group === group)!.sign,
      );
      const key = units.map(({ group }, i) => `${group}/${relative[i]}`).join();
      if (zeros.length === 0 && !seen.has(key)) withoutZero++;
      seen.add(key);
    }
  }
  return { all: seen.size, withoutZero };
}

const table: [r: number, m: number, G: number, T: number][] = [
  [1, 2, 1, 3],
  [1, 3, 1, 10],
  [1, 4, 1, 37],
  [2, 3, 6, 12],
  [2, 4, 14, 62],
  [2, 5, 30, 320],
  [3, 4, 36, 60],
  [3, 5, 150, 450],
  [3, 6, 540, 3120],
  [4, 5, 240, 360],
  [4, 6, 1560, 3720],
  [4, 7, 8400, 33600],
];

describe('counts of wider networks', () => {
  it.each(table)('r = %i, m = %i: G = %i, T = %i', (r, m, G, T) => {
    expect(replications(r, m)).toBe(BigInt(G));
    expect(minima(r, m)).toBe(BigInt(T));
  });

  it.each([
    [1, 1, 2],
    [1, 2, 8],
    [1, 3, 38],
    [2, 2, 8],
    [2, 3, 72],
    [2, 4, 560],
    [3, 4, 768],
  ])('of an odd activation, r = %i, m = %i: T = %i', (r, m, T) => {
    expect(minima(r, m, 'odd')).toBe(BigInt(T));
  });

  it('are those of an enumeration', () => {
    for (let m = 1; m <= 5; m++) {
      for (let r = 1; r <= m; r++) {
        for (const symmetry of m <= 4 ? (['generic', 'odd'] as const) : (['generic'] as const)) {
          const { all, withoutZero } = ways(r, m, symmetry);
          expect(minima(r, m, symmetry), `T${symmetry}(${r}, ${m})`).toBe(BigInt(all));
          expect(replications(r, m, symmetry), `G${symmetry}(${r}, ${m})`).toBe(BigInt(withoutZero));
        }
      }
    }
  });

  it('of one unit are those of Bell: T(1, m) = Bell(m + 1) − Bell(m)', () => {
    for (let m = 1; m <= 30; m++) expect(minima(1, m)).toBe(bell(m + 1) - bell(m));
  });

  it('have the generating functions (e^z − 1)^r and (e^z − 1)^r exp(e^z − 1)', () => {
    // Coefficients of z^n/n!: a product of two such series is a binomial convolution.
    const most = 12;
    const pascal = Array.from({ length: most + 1 }, () => [1n]);
    for (let n = 1; n <= most; n++)
      for (let k = 1; k <= n; k++) pascal[n][k] = pascal[n - 1][k - 1] + (pascal[n - 1][k] ?? 0n);
    const times = (a: bigint[], b: bigint[]) =>
      a.map((_, n) => pascal[n].reduce((sum, binomial, k) => sum + binomial * a[k] * b[n - k], 0n));
    const one = Array.from({ length: most + 1 }, (_, n) => (n === 0 ? 0n : 1n));
    let power: bigint[] = one.map((_, n) => (n === 0 ? 1n : 0n));
    const bells = one.map((_, n) => bell(n));
    for (let r = 1; r <= most; r++) {
      power = times(power, one);
      const all = times(power, bells);
      for (let m = r; m <= most; m++) {
        expect(replications(r, m)).toBe(power[m]);
        expect(minima(r, m)).toBe(all[m]);
      }
    }
  });

  it('are exact where doubles are not', () => {
    expect(minima(10, 20)).toBe(287694401631777504000n);
    expect(replications(9, 20)).toBe(4358654246117808000n);
    expect(minima(1000, 1000)).toBe(replications(1000, 1000));
  });

  it('r = 50, m = 1000 takes about a second', () => {
    const begin = performance.now();
    expect(log10(minima(50, 1000))).toBeGreaterThan(1000);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.each([
    [0, 3, /^r: 0 is no/],
    [3, 2, /^m: 2 units hold no network of r = 3/],
    [1.5, 2, /^r: 1.5/],
    [1, 1001, /^m: 1001/],
    [1, Number.NaN, /^m: NaN/],
  ])('refuse r = %f, m = %f', (r, m, message) => {
    expect(() => minima(r, m)).toThrow(message);
    expect(() => replications(r, m)).toThrow(message);
  });

  it('partitions are refused beyond 1000 elements', () => {
    for (const n of [-1, 2.5, 1001]) expect(() => stirling2(n)).toThrow(RangeError);
  });
});

/** Σ_{k≥1} G(r − k, m)/T(r, m): saddles for each minimum. */
function saddles(r: number, m: number): number {
  const total = Array.from({ length: r - 1 }, (_, k) => replications(r - 1 - k, m)).reduce((a, b) => a + b);
  // Twelve digits of the ratio.
  const scale = 10n ** 30n;
  return Number((total * scale) / minima(r, m)) / 1e30;
}

describe('saddles are many at little width, minima at much', () => {
  it.each<[r: number, ratios: string[], first: number]>([
    [4, ['2.1', '.50', '.16', '.0077', '4e-5', '1e-10'], 1],
    [10, ['27', '5.8', '2.1', '.26', '.0175', '6e-5', '2e-15'], 3],
    [20, ['1.1e3', '143', '36', '3.0', '.33', '.0135', '1e-7'], 8],
    [50, ['6.6e7', '3.6e6', '4.0e5', '3.84e3', '46', '1.14', '.0099'], 21],
  ])('r = %i', (r, ratios, first) => {
    ratios.forEach((ratio, i) => {
      const h = [0, 1, 2, 5, 10, 20, 50][i];
      const digits = ratio.replace(/e.*/, '').replace('.', '').replace(/^0+/, '').length;
      expect(Number(saddles(r, r + h).toPrecision(digits)), `h = ${h}`).toBe(Number(ratio));
    });
    expect(saddles(r, r + first - 1)).toBeGreaterThan(1);
    expect(saddles(r, r + first)).toBeLessThan(1);
  });

  it('G(r − 1, r)/T(r, r) = (r − 1)/2', () => {
    for (let r = 2; r <= 40; r++) expect(2n * replications(r - 1, r)).toBe(BigInt(r - 1) * minima(r, r));
  });
});

describe('a network that is widened by what is counted', () => {
  const [inputs, r] = [3, 2];

  /** A network of tanh from rows of incoming weights and bias, outgoing weights, and the bias of the output. */
  const outputs = (rows: readonly number[][], outgoing: readonly number[], bias: number) =>
    networkLogits({ widths: [inputs, rows.length, 1], activation: 'tanh' }, [
      ...rows.flatMap((row) => row.slice(0, inputs)),
      ...rows.map((row) => row[inputs]),
      ...outgoing,
      bias,
    ]);

  it.each(['generic', 'odd'] as const)('has the same outputs: %s', (symmetry) => {
    const random = stream({ root: 1, trial: 0 }, 'widened');
    const number = () => 4 * uniform(random) - 2;
    for (let trial = 0; trial < 100; trial++) {
      const narrow = Array.from({ length: r }, () => Array.from({ length: inputs + 1 }, number));
      const ends = narrow.map(number);
      const bias = number();
      // A group for each unit of the narrow one, and as many zero groups as there happen to be.
      const m = r + below(random, 5);
      const zeros = Array.from({ length: 2 }, () => Array.from({ length: inputs + 1 }, number));
      const groups = Array.from({ length: m }, (_, i) => (i < r ? i : below(random, r + zeros.length)));
      const sums = [...ends, 0, 0];
      const rows = groups.map((group) => [...narrow, ...zeros][group]);
      const outgoing = groups.map((group, i) => {
        const isLast = !groups.slice(i + 1).includes(group);
        const part = isLast ? sums[group] : number();
        sums[group] -= part;
        return part;
      });
      // A change of both signs of a unit of an odd activation.
      const turned = groups.map(() => (symmetry === 'odd' && uniform(random) < 0.5 ? -1 : 1));
      const wide = outputs(
        rows.map((row, i) => row.map((weight) => turned[i] * weight)),
        outgoing.map((weight, i) => turned[i] * weight),
        bias,
      );
      const x = Array.from({ length: inputs }, number);
      expect(Math.abs(wide(x)[0] - outputs(narrow, ends, bias)(x)[0])).toBeLessThan(1e-12);
    }
  });
});

describe('the orbit of a network', () => {
  it.each([
    [[784, 512, 512, 10], 'relu', 2333.08, 1024],
    [[784, 512, 512, 10], 'tanh', 2333.08 + 1024 * Math.log10(2), 0],
    [[784, 9, 1], 'generic', 5.6, 0],
  ] as const)('of widths %j with %s has 10^%f points', (widths, activation, power, scales) => {
    const orbit = equivalents(widths, activation);
    expect(log10(orbit.discrete)).toBeCloseTo(power, 1);
    expect(orbit.scales).toBe(scales);
  });
});
