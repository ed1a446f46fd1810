import {
  type BinaryTask,
  hardError,
  InputError,
  type Labelled,
  stream,
  type TeacherStudent,
  votePatterns,
} from '@mcover/core';
import { rowsOf } from '@mcover/core/internals';
import { flipBarrier, flippedError } from '@mcover/landscape';
import { closed, type TProperties, Type } from '@mcover/record';
import type { Model } from '../model.ts';
import { perceptron } from '../perceptron.ts';
import { perceptronPatterns } from '../perceptron-patterns.ts';
import { measured } from './measured.ts';
import { alongPath, alongValues, errorOf, mean, sizes, testError, trainError } from './schemas.ts';

/** Shares of flipped weights at which the local energy stands among the numbers. */
const [few, many] = [0.01, 0.05];

/** The weights ±1 that sums over an odd number of covers have. */
const signs = (sums: Float64Array) => sums.map((sum) => (sum >= 0 ? 1 : -1));

/**
 * Two solutions of one binary perceptron (App. B of arXiv:2202.03038): signs of the sums over covers, in how many they
 * differ, the train error while these are flipped in random orders, and its rise under random flips.
 *
 * @param learned the patterns of a task of the base model.
 * @param judged the error of the test patterns, where there are any.
 */
const pairOn = (
  base: Model,
  learned: (task: unknown) => { readonly train: Labelled; readonly test?: Labelled },
  judged: TProperties = {},
) =>
  measured(base, {
    name: `${base.name}-pair`,
    copies: 2,
    params: {
      orders: Type.Integer({
        minimum: 1,
        default: 10,
        symbol: 'orders',
        description: 'random orders of flips',
        tacit: true,
      }),
      pathSteps: Type.Integer({
        minimum: 2,
        default: 50,
        symbol: 'steps of a path',
        description: 'even steps of a path',
        tacit: true,
      }),
      flips: sizes([0, 0.01, 0.02, 0.05, 0.1, 0.2], 'flips', 'shares of weights that are flipped', 1),
    },
    result: Type.Object(
      {
        barrier: errorOf('barrier', { description: 'highest point of the mean error over orders of flips' }),
        distance: errorOf('differing weights', { description: 'share of weights that differ' }),
        trainError,
        ...judged,
        riseFew: errorOf('δE, 1 % flipped'),
        riseMany: errorOf('δE, 5 % flipped'),
        highestOfEach: errorOf('barrier of one order', { tacit: true }),
        path: alongPath('train error on the path'),
        energy: alongValues('train error E', 'share of weights flipped', 'flips'),
        rises: alongValues('local energy δE', 'share of weights flipped', 'flips'),
      },
      closed,
    ),
    check({ M = 1 }) {
      if (Number(M) % 2 === 0)
        throw new InputError(
          'M',
          `${M} covers may cancel each other; take an odd number, so that all sums have signs`,
        );
    },
    seconds: ({ N, alpha, P = Number(alpha) * Number(N), orders }) =>
      (Number(N) * Number(P) * (Number(orders) + 20) * 3) / 1e9,
    measure(weights, task, { orders, pathSteps, flips }, seed) {
      const { train, test } = learned(task);
      const { N } = train;
      const [a, b] = weights.map(signs);
      const { highest, highestOfEach, length, errors } = flipBarrier(
        votePatterns(1, 'linear', train),
        a,
        b,
        { orders: Number(orders), steps: Number(pathSteps) },
        stream(seed, 'flips', { N }),
      );
      const energyAt = (share: number) =>
        mean([a, b].map((w) => flippedError(train, w, Math.round(share * N))));
      const energy = (flips as number[]).map(energyAt);
      const base = energyAt(0);
      return {
        barrier: highest,
        distance: length / N,
        trainError: base,
        ...(test && { testError: mean([a, b].map((w) => hardError(w, 1, test))) }),
        riseFew: energyAt(few) - base,
        riseMany: energyAt(many) - base,
        highestOfEach,
        path: Array.from(errors),
        energy,
        rises: energy.map((error) => error - base),
      };
    },
  });

/** On the patterns of a teacher. */
export const perceptronPair = pairOn(perceptron, (task) => {
  const { N, P, x, y } = task as TeacherStudent;
  return { train: { N, P, x: rowsOf(x, N, P), y } };
});

/** On patterns that are given, such as those of a hidden manifold. */
export const perceptronPatternsPair = pairOn(perceptronPatterns, (task) => task as BinaryTask, { testError });
