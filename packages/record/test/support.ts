import { choice, schemasOf, Type, taggedUnion, variantsOf } from '@mcover/record';

/** Two models as a registry would describe them: one of integers, one whose results depend on an arithmetic. */

const closed = { additionalProperties: false };
const positive = (by: number) => Type.Number({ exclusiveMinimum: 0, default: by });

const shared = {
  N: Type.Integer({ minimum: 1 }),
  alpha: Type.Number({ exclusiveMinimum: 0 }),
  cost: choice(['linear', 'count'], { default: 'linear', symbol: 'cost' }),
  schedule: Type.Object(
    { from: positive(0.4), to: positive(0.01), step: positive(1e-4) },
    { ...closed, default: {} },
  ),
  sweeps: Type.Integer({ minimum: 1, default: 1 }),
};
const M = Type.Integer({ minimum: 1, maximum: 255 });
const kernel = taggedUnion('kind', [
  Type.Object({ kind: Type.Literal('directed-ring'), mu: Type.Number(), sigma: positive(1) }, closed),
  Type.Object(
    { kind: Type.Literal('wrapped-ring'), mu: Type.Number(), sigma: Type.Number({ exclusiveMinimum: 0 }) },
    closed,
  ),
]);
const S = Type.Integer({ minimum: 1, default: 10 });

export const perceptron = variantsOf({
  model: 'perceptron',
  data: Type.Object({ name: Type.Literal('teacher-student') }, closed),
  arithmetic: false,
  result: Type.Object(
    {
      generalizationError: Type.Number({ minimum: 0, maximum: 1 }),
      overlap: Type.Number(),
      trainError: Type.Number(),
      solved: Type.Boolean(),
    },
    closed,
  ),
  methods: {
    vanilla: Type.Object(shared, closed),
    mcover: Type.Object({ ...shared, M, S, kernel }, closed),
  },
});

export const network = variantsOf({
  model: 'network',
  data: Type.Object({ name: Type.Literal('drawn') }, closed),
  arithmetic: true,
  result: Type.Object({ testError: Type.Number(), epochs: Type.Integer() }, closed),
  methods: { sgd: Type.Object({ rate: positive(0.1) }, closed) },
});

export const schemas = schemasOf([...perceptron, ...network]);
