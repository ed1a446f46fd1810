import { type BinaryTask, hardError, stream } from '@mcover/core';
import { committeeLandscape, noisyError, nullDistance, pairOf } from '@mcover/landscape';
import { closed, Type } from '@mcover/record';
import { committee } from '../committee.ts';
import { measured } from './measured.ts';
import { alongPath, alongValues, errorOf, levels, mean, sizes, testError, trainError } from './schemas.ts';

/** The noise at which the local energy stands among the numbers. */
const sigma = 0.5;

/** Pairs of random committees. */
const nullPairs = 20;

const errorsAt = (weights: readonly Float64Array[], K: number, { train, test }: BinaryTask) => ({
  trainError: mean(weights.map((J) => hardError(J, K, train))),
  testError: mean(weights.map((J) => hardError(J, K, test))),
});

/** Nanoseconds of one product of a readout. */
const product = 1.2;

const productsOf = ({ N, K, P }: Readonly<Record<string, unknown>>) => Number(N) * Number(K) * Number(P);

/** Two solutions of one committee on its torus: distance, and the train error on three paths (§4.2 of arXiv:2202.03038). */
export const committeePair = measured(committee, {
  name: 'committee-pair',
  copies: 2,
  params: { levels },
  result: Type.Object(
    {
      excess: errorOf('barrier above the ends', {
        description: 'of the geodesic, above the line between its ends',
      }),
      barrier: errorOf('highest error', { description: 'on the geodesic' }),
      straightBarrier: errorOf('highest error, straight'),
      distance: Type.Number({
        label: 'distance',
        description: 'of aligned units, in radians',
        reference: 'nullDistance',
      }),
      nullDistance: Type.Number({ label: 'distance of random weights' }),
      cosine: Type.Number({ label: 'cosine of aligned units', better: 'higher' }),
      trainError,
      testError,
      linear: alongPath('straight, as they are'),
      aligned: alongPath('straight, aligned'),
      geodesic: alongPath('geodesic, aligned'),
    },
    closed,
  ),
  seconds: (params) => (3 * 2 ** Number(params.levels) * productsOf(params) * product) / 1e9,
  measure(weights, task, params, seed) {
    const [N, K] = [Number(params.N), Number(params.K)];
    const { train } = task as BinaryTask;
    const landscape = committeeLandscape({ N, K }, (J) => hardError(J, K, train));
    const { distances, cosines, paths } = pairOf(landscape, weights[0], weights[1], Number(params.levels));
    const random = stream(seed, 'null distance', { N, K });
    const none = nullDistance(landscape.torus!, landscape.align, nullPairs, random);
    return {
      excess: paths.geodesic!.excess,
      barrier: paths.geodesic!.highest,
      straightBarrier: paths.linear.highest,
      distance: distances.aligned!,
      nullDistance: none.aligned,
      cosine: cosines[0],
      ...errorsAt(weights, K, task as BinaryTask),
      linear: Array.from(paths.linear.errors),
      aligned: Array.from(paths.aligned.errors),
      geodesic: Array.from(paths.geodesic!.errors),
    };
  },
});

/** One committee, and its train error under Gaussian noise on its weights, exactly (§4.1 of arXiv:2202.03038). */
export const committeeSolution = measured(committee, {
  name: 'committee-solution',
  copies: 1,
  params: { sigmas: sizes([0, 0.1, 0.2, 0.3, 0.5, 0.7, 1], 'σ', 'sizes of the noise on weights') },
  result: Type.Object(
    {
      rise: errorOf('δE at σ = 0.5', {
        description: 'rise of the train error under noise σ = 0.5',
        against: 'testError',
      }),
      noisy: errorOf('E at σ = 0.5', {
        description: 'train error under noise σ = 0.5',
        against: 'testError',
      }),
      trainError,
      testError,
      energy: alongValues('train error E', 'noise σ', 'sigmas'),
      rises: alongValues('local energy δE', 'noise σ', 'sigmas'),
    },
    closed,
  ),
  seconds: (params) => ((params.sigmas as number[]).length * productsOf(params) * 2 * product) / 1e9,
  measure(weights, task, params) {
    const K = Number(params.K);
    const { train } = task as BinaryTask;
    const [J] = weights;
    const errors = errorsAt(weights, K, task as BinaryTask);
    const energyAt = (sigma: number) => noisyError(train, J, K, sigma);
    const energy = (params.sigmas as number[]).map(energyAt);
    const noisy = energyAt(sigma);
    return {
      rise: noisy - errors.trainError,
      noisy,
      ...errors,
      energy,
      rises: energy.map((error) => error - errors.trainError),
    };
  },
});
