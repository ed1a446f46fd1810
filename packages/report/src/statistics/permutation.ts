import { stream } from '@mcover/core';
import { binomial, everyDivision, randomDivision } from './divisions.ts';
import { sum } from './mean.ts';

/** Up to this many arrangements are enumerated; beyond, `drawn` of them are drawn. */
const enumerable = 2 ** 20;
const drawn = 100_000;

/**
 * The two-sided p of no difference between paired samples: each difference x_i − y_i is as likely with the
 * other sign. Exact up to 20 pairs that differ, else (b + 1)/(100 000 + 1) from fixed random signs.
 */
export function pairedPermutationTest(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length) throw new RangeError(`${x.length} and ${y.length} values are no pairs`);
  // A pair without a difference is the same with either sign: leaving it out changes no p.
  const differences = x.map((value, i) => value - y[i]).filter((d) => d !== 0);
  const extreme = asExtremeAs(sum(differences), sum(differences.map(Math.abs)));
  return 2 ** differences.length <= enumerable
    ? everySign(differences, extreme)
    : randomSigns(differences, extreme);
}

/**
 * The two-sided p of no difference between the means of independent samples: every division of the values
 * into groups of these sizes is as likely. Exact up to 2²⁰ divisions, else from 100 000 fixed random ones.
 */
export function permutationTest(x: readonly number[], y: readonly number[]): number {
  const all = [...x, ...y];
  const expected = (sum(all) * x.length) / all.length;
  const deviation = asExtremeAs(sum(x) - expected, sum(all.map(Math.abs)));
  const extreme = (total: number) => deviation(total - expected);
  return binomial(all.length, x.length) <= enumerable
    ? shareOfAll(all, x.length, extreme)
    : shareOfDrawn(all, x.length, extreme);
}

/** The smallest p that n pairs can give: all differences of one sign, or none of the drawn ones as extreme. */
export function smallestPairedP(n: number): number {
  return Math.max(2 / 2 ** n, 1 / (drawn + 1));
}

/** The smallest p that independent samples of n and m values can give. */
export function smallestP(n: number, m: number): number {
  return Math.max((n === m ? 2 : 1) / binomial(n + m, n), 1 / (drawn + 1));
}

/**
 * The fewest pairs, or values of each of two samples, that can give a p below this one.
 *
 * @example
 * fewestFor(0.05, true); // 6
 * fewestFor(0.05, false); // 4
 */
export function fewestFor(p: number, paired: boolean): number {
  if (p <= 1 / (drawn + 1)) return Number.POSITIVE_INFINITY;
  let n = 2;
  while ((paired ? smallestPairedP(n) : smallestP(n, n)) >= p) n++;
  return n;
}

/** Whether a statistic is at least as far from 0 as the observed one, equal up to rounding included. */
function asExtremeAs(observed: number, scale: number): (statistic: number) => boolean {
  const bound = Math.abs(observed) - 1e-9 * scale;
  return (statistic) => Math.abs(statistic) >= bound;
}

/** Share of the 2ⁿ sign patterns with an extreme sum, in a Gray code's order: one sign changes at a time. */
function everySign(differences: readonly number[], extreme: (sum: number) => boolean): number {
  const d = [...differences];
  const count = 2 ** d.length;
  let total = sum(d);
  let hits = 1;
  for (let pattern = 1; pattern < count; pattern++) {
    const changed = 31 - Math.clz32(pattern & -pattern);
    d[changed] = -d[changed];
    total += 2 * d[changed];
    if (extreme(total)) hits++;
  }
  return hits / count;
}

function randomSigns(differences: readonly number[], extreme: (sum: number) => boolean): number {
  const random = stream({ root: 0, trial: 0 }, 'sign-flips', { n: differences.length });
  const sums = sumsOfEight(differences);
  return randomShare(() => {
    let total = 0;
    for (let at = 0; at < sums.length; at += 4 * bytes) {
      const word = random.next();
      total += sums[at + (word >>> 24)];
      total += sums[at + bytes + ((word >>> 16) & 255)];
      total += sums[at + 2 * bytes + ((word >>> 8) & 255)];
      total += sums[at + 3 * bytes + (word & 255)];
    }
    return extreme(total);
  });
}

const bytes = 256;

/**
 * The sums of eight differences each with every choice of their signs, so that a byte of a random word takes one
 * addition: the first has the sign of the highest bit, + where it is 1. As many as fill whole words; beyond the last
 * difference there are zeros.
 */
function sumsOfEight(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(Math.ceil(differences.length / 32) * 4 * bytes);
  for (const [i, d] of differences.entries()) {
    const [first, bit] = [(i >> 3) * bytes, 128 >> (i & 7)];
    for (let byte = 0; byte < bytes; byte++) sums[first + byte] += byte & bit ? d : -d;
  }
  return sums;
}

/** Share of all choices of `size` values with an extreme sum. */
function shareOfAll(all: readonly number[], size: number, extreme: (sum: number) => boolean): number {
  let hits = 0;
  let count = 0;
  everyDivision(all, size, (total) => {
    count++;
    if (extreme(total)) hits++;
  });
  return hits / count;
}

function shareOfDrawn(all: readonly number[], size: number, extreme: (sum: number) => boolean): number {
  const random = stream({ root: 0, trial: 0 }, 'divisions', { n: all.length, size });
  const draw = randomDivision(all, size, random);
  return randomShare(() => extreme(draw()));
}

/** (b + 1)/(m + 1), which counts the observed arrangement and is never 0 (Phipson and Smyth 2010). */
function randomShare(draw: () => boolean): number {
  let hits = 0;
  for (let i = 0; i < drawn; i++) if (draw()) hits++;
  return (hits + 1) / (drawn + 1);
}
