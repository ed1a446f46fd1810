import type { Random } from './xoshiro.ts';

/** Largest n of `below`: beyond, the product of a word and n is not exact in a double. */
export const largestBound = 2 ** 21;

/**
 * A uniform integer in [0, n), n ≤ 2²¹: the high word of word × n, drawn again while the low word says that
 * the value would be too frequent (Lemire 2019, https://arxiv.org/abs/1805.10941). Exactly uniform.
 */
export function below(random: Random, n: number): number {
  if (!(n >= 1 && n <= largestBound)) throw new RangeError(`a bound of ${n} is not in 1…2²¹`);
  const excess = 2 ** 32 % n;
  for (;;) {
    const product = random.next() * n;
    const low = product % 2 ** 32;
    if (low >= excess) return (product - low) / 2 ** 32;
  }
}

/**
 * A uniform double in [0, 1) with 53 random bits, from two words.
 *
 * @example
 * const u = uniform(stream({ root: 1, trial: 0 }, 'noise'));
 * u >= 0 && u < 1; // true
 */
export function uniform(random: Random): number {
  return uniformOf(random.next(), random.next());
}

/** The double that `uniform` makes of two words. */
export function uniformOf(first: number, second: number): number {
  return ((first >>> 5) * 2 ** 26 + (second >>> 6)) / 2 ** 53;
}

/**
 * ±1 with equal probability, from the top bit of one word.
 *
 * @example
 * Math.abs(spin(stream({ root: 1, trial: 0 }, 'spins'))); // 1
 */
export function spin(random: Random): 1 | -1 {
  return random.next() >= 2 ** 31 ? 1 : -1;
}

interface Sequence {
  length: number;
  [index: number]: number;
}

/**
 * Shuffles in place, every order equally likely: Fisher–Yates from the last place down.
 *
 * @example
 * const order = [0, 1, 2, 3];
 * shuffle(stream({ root: 1, trial: 0 }, 'order'), order);
 * order.toSorted(); // [0, 1, 2, 3]
 */
export function shuffle(random: Random, items: Sequence): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

/**
 * `count` distinct integers of [0, n), every ordered choice equally likely; n ≤ 2²¹.
 *
 * @example
 * const drawn = choose(stream({ root: 1, trial: 0 }, 'subset'), 3, 10);
 * new Set(drawn).size; // 3
 */
export function choose(random: Random, count: number, n: number): Int32Array {
  const items = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + below(random, n - i);
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
  return items.slice(0, count);
}
