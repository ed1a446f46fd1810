import { below, type Random } from '@mcover/core';

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

/** Draws sums of `size` of all values, every choice as likely. */
export function randomDivision(all: readonly number[], size: number, random: Random): () => number {
  const values = [...all];
  return () => {
    moveChoiceToFront(random, values, size);
    let total = 0;
    for (let i = 0; i < size; i++) total += values[i];
    return total;
  };
}

/** The first `size` values become a uniform choice of all, whatever their order before. */
function moveChoiceToFront(random: Random, values: number[], size: number): void {
  for (let i = 0; i < size; i++) {
    const j = i + below(random, values.length - i);
    const value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
