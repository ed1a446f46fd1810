import {
  holm,
  mean,
  median,
  medianInterval,
  probabilityOfImprovement,
  standardDeviation,
  standardError,
  tInterval,
  twoSidedTail,
  welchOf,
  welchTest,
  wilsonInterval,
} from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { bimodal, normal, other, short } from './samples.ts';

describe('mean and t interval', () => {
  // numpy mean, std(ddof=1); scipy.stats.sem; scipy.stats.t.interval(.95, n - 1, mean, sem); numpy median.
  test.each([
    [
      bimodal,
      0.0647,
      0.08154888750088243,
      0.018234885594145607,
      0.026533945822069707,
      0.10286605417793031,
      0,
    ],
    [
      normal,
      0.19835,
      0.011586175973297252,
      0.0025907477075567445,
      0.19292750272918058,
      0.20377249727081947,
      0.1985,
    ],
    [short, 3.6, 2.434132288927617, 1.0885770528538619, 0.5776255699732555, 6.622374430026745, 3],
  ])('agree with scipy', (sample, center, deviation, error, low, high, middle) => {
    expect(mean(sample)).toBeCloseTo(center, 14);
    expect(standardDeviation(sample)).toBeCloseTo(deviation, 14);
    expect(standardError(sample)).toBeCloseTo(error, 14);
    expect(tInterval(sample)!.low).toBeCloseTo(low, 12);
    expect(tInterval(sample)!.high).toBeCloseTo(high, 12);
    expect(median(sample)).toBe(middle);
  });

  test('equal values are their own mean, to the bit, with an interval of no width', () => {
    expect(mean([0.1, 0.1, 0.1])).toBe(0.1);
    expect(tInterval([0.1, 0.1, 0.1])).toEqual({ low: 0.1, high: 0.1 });
  });

  test('what a sample is too small for is refused or absent', () => {
    expect(() => mean([])).toThrow('empty');
    expect(() => median([])).toThrow('empty');
    expect(() => standardDeviation([1])).toThrow('two values');
    expect(tInterval([1])).toBeUndefined();
  });
});

test('the tail of t agrees with 2·scipy.stats.t.sf(|t|, df)', () => {
  const known = [
    [2, 5, 0.10193947882985835],
    [0.1, 5, 0.9242301411546604],
    [-0.1, 5, 0.9242301411546604],
    [12.5, 19, 1.296270195937877e-10],
    [40, 37.25, 3.2925915640924506e-32],
    [1e-3, 1, 0.9993633804398159],
    [3, 1, 0.20483276469913345],
  ];
  for (const [t, degrees, p] of known) {
    expect(Math.abs(twoSidedTail(t, degrees) / p - 1)).toBeLessThan(1e-12);
  }
  expect(twoSidedTail(0, 5)).toBe(1);
  // Near 0 the density is Γ(3)/(√(5π) Γ(5/2)) = .37961 with 5 degrees of freedom.
  expect(twoSidedTail(1e-6, 5)).toBeCloseTo(1 - 2e-6 * 0.37961, 9);
  expect(twoSidedTail(1e9, 200)).toBe(0);
});

describe('Welch', () => {
  // scipy.stats.ttest_ind(x, y, equal_var=False) and its confidence_interval().
  test.each([
    [
      bimodal,
      normal,
      -7.256484984553249,
      19.766744788787644,
      5.455259181963957e-7,
      -0.1720983764504,
      -0.0952016235496,
    ],
    [
      short,
      other,
      -1.3982969650749772,
      8.883963636604467,
      0.19594715180017552,
      -5.635195792033446,
      1.335195792033446,
    ],
  ])('agrees with scipy', (x, y, t, degrees, p, low, high) => {
    const welch = welchTest(x, y);
    expect(welch.t).toBeCloseTo(t, 10);
    expect(welch.degrees).toBeCloseTo(degrees, 10);
    expect(Math.abs(welch.p / p - 1)).toBeLessThan(1e-7);
    expect(welch.interval.low).toBeCloseTo(low, 11);
    expect(welch.interval.high).toBeCloseTo(high, 11);
  });

  test('samples without spread differ surely or not at all', () => {
    expect(welchTest([0, 0], [0, 0])).toMatchObject({ t: 0, p: 1, interval: { low: 0, high: 0 } });
    expect(welchTest([0, 0], [1, 1])).toMatchObject({ t: -Infinity, p: 0, difference: -1 });
  });

  test('needs no more of a sample than mean, error and degrees', () => {
    const of = (sample: number[]) => ({
      mean: mean(sample),
      error: standardError(sample),
      degrees: sample.length - 1,
    });
    expect(welchOf(of(short), of(other))).toEqual(welchTest(short, other));
  });
});

test("Wilson's interval agrees with scipy.stats.binomtest(k, n).proportion_ci(method='wilson')", () => {
  const known = [
    [0, 20, 0, 0.16112515805281935],
    [13, 20, 0.4328542766852363, 0.8188081758989179],
    [20, 20, 0.8388748419471808, 1],
    [3, 3, 0.4385029682449546, 1],
    [84, 140, 0.5172255704404097, 0.6774331894857076],
    [1, 1, 0.20654931437723745, 1],
  ];
  for (const [count, n, low, high] of known) {
    const interval = wilsonInterval(count, n);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  }
  expect(() => wilsonInterval(3, 2)).toThrow('3 of 2');
  expect(() => wilsonInterval(0, 0)).toThrow('0 of 0');
});

test('the interval of the median takes the order statistics of binomial tables', () => {
  // Of 20 values the 6th from both ends, of 6 the first; 1 − P(Bin(20, ½) ≤ 5)·2 = .9586 (scipy.stats.binom).
  expect(medianInterval(bimodal)).toEqual({ low: 0, high: 0.157 });
  expect(medianInterval(normal)).toEqual({ low: 0.19, high: 0.205 });
  expect(medianInterval([3, 1, 4, 1, 5, 9])).toEqual({ low: 1, high: 9 });
  expect(medianInterval([3, 1, 4, 1, 5])).toBeUndefined();
});

test.each([1074, 1075, 2000, 100_000])(
  'the interval of the median of %d values ends near n/2 ± .98√n',
  (n) => {
    const { low, high } = medianInterval(Array.from({ length: n }, (_, i) => i + 1))!;
    expect(low + high).toBe(n + 1);
    expect(Math.abs(low - (n / 2 - 0.98 * Math.sqrt(n)))).toBeLessThan(1.5);
  },
);

test('the interval of the median is the largest that exact counts of halves allow', () => {
  for (let n = 1; n <= 120; n++) {
    let choose = 1n;
    let below = 0n;
    let k = 0;
    // P(at most k of n) ≤ 2.5 %: 40 times the count is at most 2ⁿ.
    while (40n * (below + choose) <= 2n ** BigInt(n)) {
      below += choose;
      k++;
      choose = (choose * BigInt(n - k + 1)) / BigInt(k);
    }
    const values = Array.from({ length: n }, (_, i) => i + 1);
    const expected = k === 0 ? undefined : { low: k, high: n + 1 - k };
    expect(medianInterval(values)).toEqual(expected);
  }
  expect(median([3, 1])).toBe(2);
});

test('the probability of improvement is the normalised U of Mann and Whitney', () => {
  // scipy.stats.mannwhitneyu(other, short).statistic / 30.
  expect(probabilityOfImprovement(short, other)).toBeCloseTo(0.7333333333333333, 14);
  expect(probabilityOfImprovement([1, 1], [1, 1])).toBe(0.5);
  expect(probabilityOfImprovement([2], [1])).toBe(0);
});

test("Holm's adjustment", () => {
  // By hand: .005·5, .01·4, .03·3, then .04·2 raised to the one before, .5.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.5]);
  for (const [i, p] of [0.04, 0.09, 0.09, 0.025, 0.5].entries()) expect(adjusted[i]).toBeCloseTo(p, 14);
  expect(holm([0.4, 0.6])).toEqual([0.8, 0.8]);
  expect(holm([0.7, 0.6])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
