import { sha256 } from './sha256.ts';
import { Xoshiro128 } from './xoshiro.ts';

/**
 * Which trial of which run: `root` seeds a whole study, `trial` counts from 0. Copies of a trial, counted from 1 beside
 * the one without a number, learn from the same data by other random numbers.
 */
export interface Seed {
  root: number;
  trial: number;
  copy?: number;
}

/**
 * The random stream of one purpose in one trial. Its state is the first half of the SHA-256 of a text that
 * holds the seed, the name and the parameters that the stream's content depends on, so that streams of
 * different purposes never share words, and methods that ask for the same thing get the same thing.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * stream(seed, 'patterns', { N: 21 }).next() === stream(seed, 'patterns', { N: 21 }).next(); // true
 * stream(seed, 'patterns', { N: 21 }).next() === stream(seed, 'patterns', { N: 22 }).next(); // false
 * stream(seed, 'weights').next() === stream({ ...seed, copy: 1 }, 'weights').next(); // false
 */
export function stream(
  seed: Seed,
  name: string,
  parameters: Record<string, number | string> = {},
): Xoshiro128 {
  const keys = Object.keys(parameters).sort();
  const text = JSON.stringify([
    'mcover',
    seed.root,
    seed.trial,
    ...(seed.copy === undefined ? [] : [seed.copy]),
    name,
    ...keys.map((key) => [key, parameters[key]]),
  ]);
  return new Xoshiro128(sha256(text).subarray(0, 4));
}
