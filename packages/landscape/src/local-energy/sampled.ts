import { gaussian, InputError, type Random } from '@mcover/core';

/** The mean error under noise of one size. */
export interface SampledError {
  readonly sigma: number;
  readonly mean: number;
  /** Of that mean, over the draws. */
  readonly standardError: number;
}

/**
 * Weights under multiplicative noise, w + σ z⊙w, which does not change when a unit is scaled and the weights behind it
 * are scaled back.
 *
 * @example
 * perturbed([1, 2], [0.5, -1], 2); // [2, -2]
 */
export function perturbed(w: ArrayLike<number>, z: ArrayLike<number>, sigma: number): Float64Array {
  return Float64Array.from(w, (weight, i) => weight + sigma * z[i] * weight);
}

/**
 * The mean error of any model under multiplicative noise, from `draws` draws of z ~ N(0, I), each of which serves every σ.
 * Give the models of one trial streams of the same name, so that they meet the same z.
 *
 * @param error of a weight vector.
 *
 * @example
 * const random = stream({ root: 1, trial: 0 }, 'noise');
 * const [none, much] = sampledError(([w]) => Number(w < 0), [1], [0, 1], 400, random);
 * none; // { sigma: 0, mean: 0, standardError: 0 }
 * Math.abs(much.mean - 0.1587) < 4 * much.standardError; // true
 *
 * @throws InputError for fewer than two draws.
 */
export function sampledError(
  error: (w: Float64Array) => number,
  w: ArrayLike<number>,
  sigmas: readonly number[],
  draws: number,
  random: Random,
): SampledError[] {
  if (!(draws >= 2)) throw new InputError('draws', `${draws} draws have no standard error; take 2 or more`);
  const z = new Float64Array(w.length);
  const errors = sigmas.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < z.length; i++) z[i] = gaussian(random);
    sigmas.forEach((sigma, s) => {
      errors[s][draw] = error(perturbed(w, z, sigma));
    });
  }
  return sigmas.map((sigma, s) => {
    const mean = errors[s].reduce((sum, value) => sum + value) / draws;
    const square = errors[s].reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return { sigma, mean, standardError: Math.sqrt(square / (draws - 1) / draws) };
  });
}
