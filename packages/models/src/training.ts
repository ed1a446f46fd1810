import { type Coupling, couplingOf } from '@mcover/core';
import { closed, divergedKind, type Static, type TObject, type TProperties, Type } from '@mcover/record';
import type { CentreParams } from './centre.ts';
import { type Coupled, share } from './coupling.ts';
import type { Method } from './model.ts';
import { rule } from './rule.ts';

/** What every descent has: its batches, epochs and rate. */
export const descentParams = (by: { B: number; epochs: number; rate: number; epochsAre?: string }) => ({
  B: Type.Integer({
    minimum: 1,
    default: by.B,
    description: 'patterns of a batch',
    symbol: 'B',
    tacit: true,
    label: 'batch size B',
  }),
  epochs: Type.Integer({
    minimum: 1,
    maximum: 1e6,
    default: by.epochs,
    description: by.epochsAre ?? 'most epochs',
    symbol: 'epochs',
    tacit: true,
    label: 'most epochs',
  }),
  rate: Type.Number({
    exclusiveMinimum: 0,
    default: by.rate,
    description: 'learning rate η',
    symbol: 'η',
    tacit: true,
    logarithmic: true,
  }),
  rule: Type.Optional(rule()),
});

/** What methods of a model that descends know, beside the parameters of the model. */
export interface DescentParams
  extends Static<TObject<ReturnType<typeof descentParams>>>,
    Coupled,
    Omit<CentreParams, keyof Coupled | 'rate' | 'epochs'> {
  readonly attraction?: number;
  readonly attractionGrowth?: number;
}

/** How the copies of a model that descends are coupled. */
export const couplingOfDescent = ({
  M,
  S,
  kernel,
  attraction,
  attractionGrowth,
}: Partial<DescentParams>): Coupling =>
  couplingOf({ M, S, kernel }, { strength: attraction, growth: attractionGrowth });

/** Training has left the numbers. Its name becomes the kind of the failure. */
class Diverged extends Error {
  override readonly name = divergedKind;
}

/** Whether to stop at a mean loss: never. @throws Diverged where it is no number any more. */
export function refuseDiverging(loss: number, rate: number): false {
  if (Number.isFinite(loss)) return false;
  throw new Diverged(`the loss became ${loss}: training diverges at rate ${rate}; lower it`);
}

/** Errors of a collapsed model. */
export const errors = {
  testError: share('test', 'test error'),
  trainError: share('training', 'train error'),
};

/** Readout of a collapsed model that was trained in epochs. */
export const trainingResult = Type.Object(
  {
    ...errors,
    epochs: Type.Integer({ minimum: 1, description: 'epochs that were run', label: 'epochs', decimals: 0 }),
  },
  closed,
);

export type TrainingResult = Static<typeof trainingResult>;

type Base = 'sgd' | 'rsgd' | 'mcover' | 'independent';
type Centred = 'easgd' | 'esgd' | 'ema';

/** The methods of a model that descends, by their parameters. */
export const descentMethods = (
  params: Readonly<Record<Base, TProperties> & Partial<Record<Centred, TProperties>>>,
): Record<string, Method> => ({
  sgd: { label: 'SGD', params: Type.Object(params.sgd, closed) },
  rsgd: { label: 'rSGD', params: Type.Object(params.rsgd, closed) },
  ...(params.easgd && { easgd: { label: 'EASGD', params: Type.Object(params.easgd, closed) } }),
  ...(params.esgd && { esgd: { label: 'Entropy-SGD', params: Type.Object(params.esgd, closed) } }),
  ...(params.ema && { ema: { label: 'averaged SGD', params: Type.Object(params.ema, closed) } }),
  mcover: { label: 'M-cover', params: Type.Object(params.mcover, closed) },
  independent: {
    label: 'independent copies',
    control: true,
    about: 'M copies that SGD trains apart and that are averaged, without any routing',
    params: Type.Object(params.independent, closed),
  },
});
