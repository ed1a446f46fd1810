import type { Random } from '@mcover/core';

/** How many ways there are to choose k of n. */
export function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= (n - k + i) / i;
  return value;
}

/** Visits the sum of every choice of `size` of all values. */
export function everyDivision(all: readonly number[], size: number, visit: (total: number) => void): void {
  const choose = (from: number, missing: number, total: number): void => {
    if (missing === 0) visit(total);
    else for (let i = from; i <= all.length - missing; i++) choose(i + 1, missing - 1, total + all[i]);
  };
  choose(0, size, 0);
}

/**
 * Draws sums of `size` of all values, every choice as likely: the first values become a choice of all, whatever
 * their order before. The words are those of `below` of @mcover/core, whose remainders are taken once here.
 */
export function randomDivision(all: readonly number[], size: number, random: Random): () => number {
  const values = Float64Array.from(all);
  const count = values.length;
  const excess = Float64Array.from({ length: size }, (_, i) => 2 ** 32 % (count - i));
  return () => {
    let total = 0;
    for (let i = 0; i < size; i++) {
      let product: number;
      let step: number;
      do {
        product = random.next() * (count - i);
        step = Math.floor(product / 2 ** 32);
      } while (product - step * 2 ** 32 < excess[i]);
      const value = values[i + step];
      values[i + step] = values[i];
      values[i] = value;
      total += value;
    }
    return total;
  };
}
