import { InputError, type Seed, stream } from '@mcover/core';
import { type Centre, elasticCentre, growing, localEntropy, movingAverage } from '@mcover/core/internals';
import { type Static, type TObject, Type } from '@mcover/record';

/** Baselines that read out a centre beside the copies that are trained: their parameters, and the centre that they mean. */

/** Of elastic averaging: how M copies and their centre pull each other. */
export const elastic = {
  elasticity: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.003,
    description: 'elasticity a of copies and centre at first, at most 1/M; 0 leaves the copies alone',
    symbol: 'a',
    tacit: true,
  }),
  elasticGrowth: Type.Number({
    minimum: 1,
    default: 1,
    description: 'factor on a and β of the centre after each epoch; they stay below 1/M and 1',
    symbol: 'growth of a',
    tacit: true,
  }),
  centreRate: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'rate β of the centre at first; M·a without it',
      symbol: 'rate of the centre',
      tacit: true,
    }),
  ),
  period: Type.Integer({
    minimum: 1,
    default: 1,
    description: 'gradient steps from one pull to the next',
    symbol: 'period',
    tacit: true,
  }),
};

const share = (by: number, description: string, symbol: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: by, description, symbol, tacit: true });

/** Of Entropy-SGD: how inner steps wander about the anchor, and how it follows them. */
export const entropic = {
  inner: Type.Integer({
    minimum: 1,
    default: 5,
    description: 'gradient steps L of an inner loop',
    symbol: 'L',
    tacit: true,
  }),
  scope: Type.Number({
    minimum: 0,
    default: 0.1,
    description: 'scope g, by which inner steps are drawn to the anchor, at first; η·g stays below 1',
    symbol: 'scope',
    tacit: true,
  }),
  scoping: Type.Number({
    minimum: 0,
    default: 0,
    description: 'growth of the scope in an epoch, over 1',
    symbol: 'scoping',
    tacit: true,
  }),
  innerMemory: share(0.75, 'share of the old mean in the mean of inner steps', 'inner memory'),
  innerNoise: Type.Number({
    minimum: 0,
    default: 1e-4,
    description: 'noise ε of inner steps, which add √η·ε·ξ to each weight, ξ of unit variance',
    symbol: 'ε',
    tacit: true,
    digits: 3,
  }),
  outer: share(1, 'how far the anchor goes to the mean of an inner loop', 'outer rate'),
};

/** Of the moving average. */
export const averaged = {
  memory: share(0.99, 'share of the old average in the average after a step', 'memory'),
};

type Each<P extends typeof elastic | typeof entropic | typeof averaged> = Partial<Static<TObject<P>>>;

/** What methods with a centre know, beside what every descent does. */
export interface CentreParams extends Each<typeof elastic>, Each<typeof entropic>, Each<typeof averaged> {
  readonly M?: number;
  readonly rate: number;
  readonly epochs: number;
}

/** Whether a method is one of these. */
export const hasCentre = ({ elasticity, inner, memory }: Partial<CentreParams>): boolean =>
  [elasticity, inner, memory].some((value) => value !== undefined);

/** @throws InputError where copies would be drawn beyond their centre. */
export function checkCentre({ M = 1, elasticity = 0 }: Partial<CentreParams>): void {
  if (elasticity * M <= 1) return;
  throw new InputError('elasticity', `${elasticity} is over 1/M of ${M} copies; take at most ${1 / M}`);
}

/**
 * The centre that parameters mean, which begins as the mean of the copies; none where nothing pulls or follows them, as
 * without elasticity. One copy has no others to be elastic with, and is SGD.
 *
 * @param start weights of all copies.
 */
export function centreOf(params: CentreParams, start: Float64Array, seed: Seed): Centre | undefined {
  checkCentre(params);
  const { M = 1, rate, epochs, memory, inner, elasticity } = params;
  if (memory !== undefined) return movingAverage(start, memory);
  if (inner !== undefined) {
    const { scope = 0, scoping = 0, innerMemory = 0, innerNoise = 0, outer = 1 } = params;
    const pull = growing(scope * rate, 1 + scoping, epochs, 1);
    const by = { inner, pull, noise: Math.sqrt(rate) * innerNoise, memory: innerMemory, outer };
    return localEntropy(start, by, stream(seed, 'inner noise', { N: start.length }));
  }
  if (elasticity === undefined || M === 1) return undefined;
  const { elasticGrowth = 1, centreRate = M * elasticity, period = 1 } = params;
  if (centreRate === 0) return undefined;
  const pull = growing(elasticity, elasticGrowth, epochs, 1 / M);
  return elasticCentre(start, { M, pull, rate: growing(centreRate, elasticGrowth, epochs, 1), period });
}

/** The collapsed weights in the place of which a centre is read out, where there is one. A copy. */
export const readBy = (centre: Centre | undefined, collapsed: () => Float64Array) =>
  centre ? Float64Array.from(centre.weights) : collapsed();
