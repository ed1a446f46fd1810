import { type Coupling, couplingOf, type Kernel } from '@mcover/core';
import { type Static, Type } from '@sinclair/typebox';
import { closed, share } from './coupling.ts';
import { type OwnRule, rule } from './rule.ts';

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
export interface DescentParams {
  readonly B: number;
  readonly epochs: number;
  readonly rate: number;
  readonly rule?: OwnRule;
  readonly M?: number;
  readonly attraction?: number;
  readonly attractionGrowth?: number;
  readonly S?: number;
  readonly kernel?: Kernel;
}

/** How the copies of a model that descends are coupled. */
export const couplingOfDescent = ({
  M,
  S,
  kernel,
  attraction,
  attractionGrowth,
}: Partial<DescentParams>): Coupling =>
  couplingOf(
    { ...(M !== undefined && { M }), ...(S !== undefined && { S }), ...(kernel && { kernel }) },
    { strength: attraction, growth: attractionGrowth },
  );

/** Errors of a collapsed model. */
export const errors = {
  testError: share('test', 'test error'),
  trainError: share('training', 'train error'),
};

/** Readout of a collapsed model that was trained in epochs. */
export const trainingResult = Type.Object(
  {
    ...errors,
    epochs: Type.Integer({
      minimum: 1,
      description: 'epochs that were run',
      label: 'epochs',
      decimals: 0,
    }),
  },
  closed,
);

export type TrainingResult = Static<typeof trainingResult>;

/** Names of the methods that descend. */
export const descentLabels = {
  sgd: { label: 'SGD' },
  rsgd: { label: 'rSGD' },
  mcover: { label: 'M-cover' },
  independent: {
    label: 'independent copies',
    control: true,
    about: 'M copies that SGD trains apart and that are averaged, without any routing',
  },
};
