import { readdirSync, readFileSync } from 'node:fs';
import { exp, log, tanh, uniform } from '@mcover/core';
import { acos, asin, Xoshiro128 } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import * as oracle from './oracle/real.ts';

/** The neighbour of x in the direction of +∞ (step 1) or −∞ (step −1), for finite x ≠ 0. */
function neighbour(x: number, step: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(x > 0 ? step : -step));
  return view.getFloat64(0);
}

const around = (x: number) => [neighbour(x, -1), x, neighbour(x, 1)];
const bothSigns = (xs: number[]) => xs.flatMap((x) => [x, -x]);

/** `count` arguments from each range, equally likely within it. */
function randomArguments(count: number, ranges: [number, number][], map = (x: number) => x): number[] {
  const random = new Xoshiro128([1, 2, 3, 4]);
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: count }, () => map(from + (to - from) * uniform(random))),
  );
}

const integers = Array.from({ length: 40 }, (_, i) => i + 1);
const tiny = [1e-3, 1e-5, 1e-8, 2 ** -27, 2 ** -28, 1e-9, 1e-12, 2 ** -53, 1e-17, 1e-100];

/** The function, its oracle, the largest error in ulps that it is allowed, and the arguments to try. */
const cases = [
  {
    name: 'exp',
    f: exp,
    real: oracle.exp,
    bound: 0.9,
    xs: [
      ...randomArguments(5000, [
        [-708, 709.78],
        [-25, 25],
        [-1, 1],
        [-745.2, -708],
        [-0.36, 0.36],
      ]),
      // Where the integer k of the reduction changes, near the ends of the range, and where the result is near 1.
      ...integers.flatMap((n) => bothSigns(around((n - 0.5) * Math.LN2))),
      ...around(709.782712893384),
      ...around(-708.3964185322641),
      ...around(-745.1332191019411),
      ...bothSigns([...integers, ...tiny, 5e-324]),
    ].filter((x) => x < 709.7827128933841 && x > -745.13321910194),
  },
  {
    name: 'log',
    f: log,
    real: oracle.log,
    bound: 0.9,
    xs: [
      ...randomArguments(5000, [[-1074, 1024]], (x) => 2 ** x),
      ...randomArguments(5000, [
        [0.5, 2],
        [0.68, 0.75],
        [0, 100],
      ]),
      ...randomArguments(5000, [[-36, 0]], (x) => 1 + Math.exp(x)),
      ...randomArguments(5000, [[-36, 0]], (x) => 1 - Math.exp(x)),
      ...integers.flatMap((n) => around(2 ** n * Math.SQRT2)),
      ...around(Math.SQRT1_2),
      ...[neighbour(1, -1), neighbour(1, 1)],
      ...[5e-324, 1e-310, Number.MAX_VALUE, ...around(2.2250738585072014e-308)],
    ].filter((x) => x > 0 && x !== 1),
  },
  {
    name: 'tanh',
    f: tanh,
    real: oracle.tanh,
    bound: 1.5,
    xs: [
      ...randomArguments(5000, [
        [-20, 20],
        [-3, 3],
        [-0.6, 0.6],
        [0.55, 0.62],
      ]),
      ...randomArguments(2000, [[-700, 0]], Math.exp),
      ...bothSigns([...integers, ...tiny, ...around(0.55), ...around(1e-9), 18.7, 19.1, 22, 5e-324]),
    ],
  },
  {
    name: 'acos',
    f: acos,
    real: oracle.acos,
    bound: 0.95,
    xs: [
      ...randomArguments(5000, [
        [-1, 1],
        [-0.55, -0.48],
        [0.48, 0.55],
      ]),
      ...randomArguments(5000, [[-36, -1]], (x) => 1 - Math.exp(x)),
      ...randomArguments(5000, [[-36, -1]], (x) => Math.exp(x) - 1),
      ...bothSigns([...tiny, ...around(0.5), neighbour(1, -1), 5e-324]),
      -1,
    ].filter((x) => x !== 1),
  },
  {
    name: 'asin',
    f: asin,
    real: oracle.asin,
    bound: 1.7,
    xs: [
      ...randomArguments(5000, [
        [-1, 1],
        [-0.55, -0.48],
        [0.48, 0.55],
      ]),
      ...randomArguments(5000, [[-30, -1]], (x) => 1 - Math.exp(x)),
      ...randomArguments(5000, [[-30, -1]], Math.exp),
      ...bothSigns([...around(0.5), neighbour(1, -1), 1, 1e-9]),
    ],
  },
];

describe('the oracle', () => {
  // Digits by mpmath 1.3 at 60 digits.
  it.each([
    ['exp 1', oracle.exp(1), '2.718281828459045235360287471352662497757'],
    ['exp −20.5', oracle.exp(-20.5), '0.000000001250152866386742628937553119231'],
    ['log 10', oracle.log(10), '2.302585092994045684017991454684364207601'],
    ['tanh ½', oracle.tanh(0.5), '0.462117157260009758502318483643672548730'],
    ['arccos −¼', oracle.acos(-0.25), '1.823476581936975272716979128633462414350'],
    ['arccos ¾', oracle.acos(0.75), '0.722734247813415611178377352641333362025'],
  ])('%s has the known digits', (_name, real, digits) => {
    expect(oracle.decimals(real, 39)).toBe(digits);
  });

  it('measures ulps', () => {
    const third = { value: (1n << 300n) / 3n, bits: 300 };
    expect(oracle.ulps(1 / 3, third)).toBeCloseTo(1 / 3, 9);
    expect(oracle.ulps(neighbour(1 / 3, 1), third)).toBeCloseTo(2 / 3, 9);
    expect(oracle.ulps(5e-324, { value: 3n, bits: 1075 })).toBe(0.5);
  });
});

describe('accuracy against 150 bits', () => {
  it.each(cases)('$name is within $bound ulp of the exact value', ({ f, real, bound, xs }) => {
    expect(xs.length).toBeGreaterThan(20_000);
    let worst = { error: 0, x: Number.NaN };
    for (const x of xs) {
      const error = oracle.ulps(f(x), real(x));
      if (!(error <= worst.error)) worst = { error, x };
    }
    expect(worst.error, `at ${worst.x}`).toBeLessThan(bound);
    // The bound is the measured one, not a generous one.
    expect(worst.error).toBeGreaterThan(bound - 0.25);
  });
});

describe('special values', () => {
  it.each([
    ['exp', exp, Number.NaN, Number.NaN],
    ['exp', exp, Infinity, Infinity],
    ['exp', exp, -Infinity, 0],
    ['exp', exp, 0, 1],
    ['exp', exp, -0, 1],
    ['exp', exp, 709.7827128933841, Infinity],
    ['exp', exp, 1e308, Infinity],
    ['exp', exp, -745.1332191019412, 0],
    ['exp', exp, -745.1332191019411, 5e-324],
    ['exp', exp, -1e308, 0],
    ['log', log, Number.NaN, Number.NaN],
    ['log', log, Infinity, Infinity],
    ['log', log, -Infinity, Number.NaN],
    ['log', log, -5e-324, Number.NaN],
    ['log', log, 0, -Infinity],
    ['log', log, -0, -Infinity],
    ['log', log, 1, 0],
    ['tanh', tanh, Number.NaN, Number.NaN],
    ['tanh', tanh, Infinity, 1],
    ['tanh', tanh, -Infinity, -1],
    ['tanh', tanh, 0, 0],
    ['tanh', tanh, -0, -0],
    ['tanh', tanh, -1000, -1],
    ['acos', acos, Number.NaN, Number.NaN],
    ['acos', acos, Infinity, Number.NaN],
    ['acos', acos, 1.0000000000000002, Number.NaN],
    ['acos', acos, -1.0000000000000002, Number.NaN],
    ['acos', acos, 1, 0],
    ['acos', acos, 0, Math.PI / 2],
    ['acos', acos, -0, Math.PI / 2],
    ['acos', acos, -1, Math.PI],
    ['asin', asin, Number.NaN, Number.NaN],
    ['asin', asin, 1.0000000000000002, Number.NaN],
    ['asin', asin, 0, 0],
    ['asin', asin, -0, -0],
    ['asin', asin, 5e-324, 5e-324],
    ['asin', asin, -1, -Math.PI / 2],
  ])('%s', (_name, f, x, y) => {
    expect(f(x)).toBe(y);
  });
});

describe('the sources of core', () => {
  // What engines compute in their own ways, or what is not the same twice.
  const forbidden =
    /Math\.(random|exp|expm1|log|log2|log10|log1p|pow|tanh|sinh|cosh|a?sin|a?cos|a?tan2?|a?sinh|a?cosh|a?tanh|cbrt|hypot)\b|\bDate\b|performance/;

  it('use nothing whose bits depend on the engine', () => {
    const folder = new URL('../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(20);
    const guilty = files.filter((file) => forbidden.test(readFileSync(new URL(file, folder), 'utf8')));
    expect(guilty).toEqual([]);
  });
});
