import { stream } from '@mcover/core';
import { binomial, everyDivision, randomDivision } from './divisions.ts';
import { sum } from './mean.ts';

/** Up to this many divisions are enumerated. */
const enumerable = 2 ** 20;

/** Fewest divisions that are drawn. */
const fewestDrawn = 100_000;

/** Most divisions that are drawn: some seconds. A level that asks for more is one that a drawn p never reaches. */
const mostDrawn = 4_000_000;

/** Arrangements as extreme as the observed one that a p of exactly the level should be made of. */
const hitsAtLevel = 20;

/** The two one-sided p of one test. */
export interface OneSided {
  /** Of the second sample being no higher than the first. */
  higher: number;
  /** Of the second sample being no lower than the first. */
  lower: number;
}

/** What a p is to be compared with. */
export interface Levels {
  /** No p above it is ever called significant. */
  loosest: number;
  /** The smallest level that a p may have to be below, such as a Bonferroni share of it. */
  strictest: number;
}

/**
 * The one-sided p of equal means of independent samples: every division of the values into groups of these sizes
 * is as likely. Exact up to 2²⁰ divisions, else (b + 1)/(m + 1) from m = 100 000 fixed random ones or more, 20 at
 * the strictest level, up to four million.
 *
 * Drawing ends early once neither p can come below the loosest level any more, whatever the rest would be: a p
 * above that level is then estimated from fewer divisions, and no decision depends on it.
 */
export function oneSidedPermutationTest(
  x: readonly number[],
  y: readonly number[],
  levels: Levels,
): OneSided {
  // The sum of the smaller sample decides as well as the other's, and takes less work.
  if (y.length > x.length) {
    const { higher, lower } = oneSidedPermutationTest(y, x, levels);
    return { higher: lower, lower: higher };
  }
  const all = [...x, ...y];
  const observed = sum(y);
  const slack = 1e-9 * sum(all.map(Math.abs));
  let [count, above, below] = [0, 0, 0];
  const tally = (total: number): void => {
    count++;
    if (total >= observed - slack) above++;
    if (total <= observed + slack) below++;
  };
  if (binomial(all.length, y.length) <= enumerable) {
    everyDivision(all, y.length, tally);
    return { higher: above / count, lower: below / count };
  }
  const most = divisionsDrawn(levels);
  const certain = Math.ceil(levels.loosest * (most + 1));
  const random = stream({ root: 0, trial: 0 }, 'divisions', { n: all.length, size: y.length });
  const draw = randomDivision(all, y.length, random);
  while (count < most && (above < certain || below < certain)) tally(draw());
  return { higher: (above + 1) / (count + 1), lower: (below + 1) / (count + 1) };
}

/** The smallest p that samples of n and m values can give. */
export function smallestOneSidedP(n: number, m: number, levels: Levels): number {
  const all = binomial(n + m, Math.min(n, m));
  return all <= enumerable ? 1 / all : 1 / (divisionsDrawn(levels) + 1);
}

function divisionsDrawn({ strictest }: Levels): number {
  return Math.min(mostDrawn, Math.max(fewestDrawn, Math.ceil(hitsAtLevel / strictest)));
}
