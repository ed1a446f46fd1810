import { type Static, Type } from '@sinclair/typebox';
import { KernelSchema } from './kernel.ts';
import { choice } from './schema.ts';

const schedule = Type.Object(
  {
    from: Type.Number({ exclusiveMinimum: 0, default: 0.4 }),
    to: Type.Number({ exclusiveMinimum: 0, default: 0.01 }),
    step: Type.Number({ exclusiveMinimum: 0, default: 1e-4, description: 'one over a whole number' }),
  },
  { additionalProperties: false, default: {}, description: 'temperatures from, from − step, …, to' },
);

/** What every method of the perceptron needs: the problem and the annealing (Eq. 8, 15–17; Appendix A.1). */
const shared = {
  N: Type.Integer({ minimum: 1, description: 'number of weights' }),
  alpha: Type.Number({ exclusiveMinimum: 0, description: 'load; P = round(αN) patterns' }),
  cost: choice(['linear', 'count'], {
    default: 'linear',
    description: 'cost of a margin Δ: linear max(0, −Δ), count [Δ < 0]',
  }),
  schedule,
  sweeps: Type.Integer({ minimum: 1, default: 1, description: 'sweeps per temperature' }),
};

const covers = { M: Type.Integer({ minimum: 1, maximum: 255, description: 'number of covers' }) };

const closed = { additionalProperties: false };

/** Parameters of each method; every default is filled in before a specification gets its id. */
export const perceptronParams = {
  vanilla: Type.Object(shared, closed),
  rsa: Type.Object(
    {
      ...shared,
      ...covers,
      gamma: Type.Number({ minimum: 0, default: 1, description: 'attraction γ of the replicas' }),
    },
    closed,
  ),
  mcover: Type.Object(
    {
      ...shared,
      ...covers,
      S: Type.Integer({ minimum: 1, default: 10, description: 'sampled destinations' }),
      kernel: KernelSchema,
    },
    closed,
  ),
};

/** Readout of the collapsed model. */
export const PerceptronResultSchema = Type.Object(
  {
    generalizationError: Type.Number({ minimum: 0, maximum: 1, description: 'arccos(R)/π' }),
    overlap: Type.Number({ minimum: -1, maximum: 1, description: 'R with the teacher' }),
    trainError: Type.Number({ minimum: 0, maximum: 1, description: 'share of patterns misclassified' }),
    solved: Type.Boolean({ description: 'the collapsed weights point exactly along the teacher' }),
  },
  closed,
);

export type PerceptronResult = Static<typeof PerceptronResultSchema>;
