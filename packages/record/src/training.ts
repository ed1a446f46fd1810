import { Type } from '@sinclair/typebox';

/** What the differentiable models have in common. */

const closed = { additionalProperties: false };

const share = (of: string) =>
  Type.Number({ minimum: 0, maximum: 1, description: `share of the ${of} patterns misclassified` });

/** Of the collapsed model. */
export const errors = { testError: share('test'), trainError: share('training') };

/** Readout of a collapsed model that was trained in epochs. */
export const trainingResult = () =>
  Type.Object(
    { ...errors, epochs: Type.Integer({ minimum: 1, description: 'epochs that were run' }) },
    closed,
  );

export const coversOf = (M: number) =>
  Type.Integer({ minimum: 1, maximum: 255, default: M, description: 'number of covers' });

/** How replicas attract each other. */
export const attraction = {
  attraction: Type.Number({ minimum: 0, default: 0.3, description: 'attraction g of replicas at first' }),
  attractionGrowth: Type.Number({
    minimum: 1,
    default: 1.05,
    description: 'factor on g after each epoch; η·g stays below 1',
  }),
};
