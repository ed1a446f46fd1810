import { log } from '../numeric/log.ts';
import { uniform } from './draw.ts';
import type { Random } from './xoshiro.ts';

/**
 * A standard normal number by the polar method (Marsaglia and Bray 1964, https://doi.org/10.1137/1006063): a
 * point (u, v) uniform in the unit disc gives u·√(−2 ln s / s), s = u² + v².
 *
 * The second number that the point would give is dropped: the generator's state is then all the state there
 * is. Costs 5.1 words on average, and uses nothing that differs between JavaScript engines.
 *
 * @example
 * const random = stream({ root: 1, trial: 0 }, 'noise');
 * const numbers = Array.from({ length: 1000 }, () => gaussian(random));
 * Math.abs(numbers.reduce((sum, z) => sum + z, 0)) < 100; // true
 */
export function gaussian(random: Random): number {
  for (;;) {
    const u = 2 * uniform(random) - 1;
    const v = 2 * uniform(random) - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
  }
}
