import { type ClassTask, InputError, type Network, stream } from '@mcover/core';
import { mlpSize } from '@mcover/core/internals';
import { mlpLandscape, nullDistance, pairOf, sampledError } from '@mcover/landscape';
import { closed, Type } from '@mcover/record';
import { mlp } from '../mlp.ts';
import { measured } from './measured.ts';
import { alongPath, alongValues, errorOf, levels, mean, sizes, testError, trainError } from './schemas.ts';

/** Pairs of random networks: their distances differ little. */
const nullPairs = 2;

/**
 * Two multilayer perceptrons on their torus: distance, the train error on three paths, and its rise under noise, the
 * largest of `sigmas` among the numbers (§4.1, 4.2 of arXiv:2202.03038).
 */
export const mlpPair = measured(mlp, {
  name: 'mlp-pair',
  copies: 2,
  params: {
    levels,
    sigmas: sizes([0, 0.1, 0.2, 0.3], 'σ', 'sizes of the noise on weights'),
    draws: Type.Integer({
      minimum: 2,
      default: 20,
      symbol: 'draws',
      description: 'how often noise is drawn',
      tacit: true,
    }),
  },
  result: Type.Object(
    {
      barrier: errorOf('barrier', { description: 'highest train error on the geodesic' }),
      excess: errorOf('barrier above the ends'),
      straightBarrier: errorOf('barrier, straight', { description: 'between the weights as they are' }),
      alignedBarrier: errorOf('barrier, straight and aligned'),
      distance: Type.Number({
        label: 'distance',
        description: 'of aligned networks, in radians',
        reference: 'nullDistance',
      }),
      nullDistance: Type.Number({ label: 'distance of random weights' }),
      rise: errorOf('δE at the largest σ', { against: 'testError' }),
      trainError,
      testError,
      linear: alongPath('straight, as they are'),
      aligned: alongPath('straight, aligned'),
      geodesic: alongPath('geodesic, aligned'),
      energy: alongValues('train error E', 'noise σ', 'sigmas'),
      rises: alongValues('local energy δE', 'noise σ', 'sigmas'),
    },
    closed,
  ),
  check({ activation }) {
    if (activation === 'tanh')
      throw new InputError('activation', 'tanh units have no free scale, and so no torus; take relu or sign');
  },
  seconds({ widths, P, levels, sigmas, draws }) {
    const errors = 3 * 2 ** Number(levels) + 2 * Number(draws) * (sigmas as number[]).length;
    return (errors * Number(P) * mlpSize(widths as number[]) * 0.04) / 1e9;
  },
  measure(weights, task, params, seed, engine) {
    const network = { widths: params.widths, activation: params.activation } as Network;
    const { train, test } = task as ClassTask;
    const landscape = mlpLandscape(network, engine.judge(network, train));
    const { distances, paths } = pairOf(landscape, weights[0], weights[1], Number(params.levels));
    const key = { widths: network.widths.join('-') };
    const none = nullDistance(
      landscape.torus!,
      landscape.align,
      nullPairs,
      stream(seed, 'null distance', key),
    );
    const base = mean(weights.map(landscape.error));
    const sampled = weights.map((w) =>
      sampledError(
        landscape.error,
        w,
        params.sigmas as number[],
        Number(params.draws),
        stream(seed, 'noise on weights', key),
      ),
    );
    const energy = (params.sigmas as number[]).map((_, s) => mean(sampled.map((of) => of[s].mean)));
    const rises = energy.map((error) => error - base);
    return {
      barrier: paths.geodesic!.highest,
      excess: paths.geodesic!.excess,
      straightBarrier: paths.linear.highest,
      alignedBarrier: paths.aligned.highest,
      distance: distances.aligned!,
      nullDistance: none.aligned,
      rise: rises[rises.length - 1],
      trainError: base,
      testError: mean(weights.map(engine.judge(network, test))),
      linear: Array.from(paths.linear.errors),
      aligned: Array.from(paths.aligned.errors),
      geodesic: Array.from(paths.geodesic!.errors),
      energy,
      rises,
    };
  },
});
