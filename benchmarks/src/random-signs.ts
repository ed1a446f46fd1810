import { type Labelled, spin, stream } from '@mcover/core';
import { seed } from './problem.ts';

/** Random patterns of signs with random labels. */
export function randomSigns(N: number, P: number): Labelled {
  const random = stream(seed, 'benchmark patterns', { N, P });
  const draw = (length: number) => Int8Array.from({ length }, () => spin(random));
  return { N, P, x: draw(N * P), y: draw(P) };
}
