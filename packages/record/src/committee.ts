import { Type } from '@sinclair/typebox';
import { type Kernel, KernelSchema } from './kernel.ts';
import { perceptronParams } from './perceptron.ts';
import { attraction, coversOf, errors, trainingResult } from './training.ts';

const closed = { additionalProperties: false };

/** The task that is made of the data, and the size of the committee (Eq. 9; Appendix A.2). */
const shape = {
  N: Type.Integer({ minimum: 1, default: 784, description: 'number of inputs' }),
  P: Type.Integer({ minimum: 1, default: 500, description: 'number of training patterns' }),
  classes: Type.Array(Type.Integer({ minimum: 0 }), {
    minItems: 2,
    maxItems: 2,
    default: [3, 4],
    description: 'classes of images, labelled +1 and −1; a hidden manifold has two of its own',
  }),
  K: Type.Integer({ minimum: 1, maximum: 255, default: 9, description: 'number of hidden units' }),
};

/** Annealed stochastic gradient descent on the soft committee. */
const training = {
  ...shape,
  B: Type.Integer({ minimum: 1, default: 100, description: 'patterns of a batch' }),
  epochs: Type.Integer({ minimum: 1, maximum: 1e6, default: 300, description: 'most epochs' }),
  rate: Type.Number({ exclusiveMinimum: 0, default: 0.01, description: 'learning rate η' }),
  beta: Type.Number({ exclusiveMinimum: 0, default: 1, description: 'β of the hidden units at first' }),
  gamma: Type.Number({ exclusiveMinimum: 0, default: 1, description: 'γ of the output at first' }),
  growth: Type.Number({ minimum: 1, default: 1.02, description: 'factor on β and γ after each epoch' }),
};

const minLoss = (value: number) =>
  Type.Number({
    minimum: 0,
    default: value,
    description: 'training stops below this mean loss of a copy, or when the collapsed committee fits all',
  });

const M = coversOf(4);

const routing = {
  M,
  S: Type.Integer({ minimum: 1, default: 10, description: 'sampled destinations' }),
  kernel: Type.Unsafe<Kernel>({ ...KernelSchema, default: { kind: 'uniform' } }),
};

/** Parameters of each method of the committee machine; `independent` are M copies of SGD, averaged. */
export const committeeParams = {
  sgd: Type.Object({ ...training, minLoss: minLoss(1e-7) }, closed),
  rsgd: Type.Object({ ...training, minLoss: minLoss(1e-7), M, ...attraction }, closed),
  mcover: Type.Object({ ...training, minLoss: minLoss(0), ...routing }, closed),
  independent: Type.Object({ ...training, minLoss: minLoss(0), M }, closed),
};

const { cost, schedule, sweeps } = perceptronParams.vanilla.properties;
const annealing = { ...shape, cost, schedule, sweeps };

/** Parameters of each method of the committee of weights ±1. */
export const binaryCommitteeParams = {
  vanilla: Type.Object(annealing, closed),
  rsa: Type.Object({ ...annealing, M, gamma: perceptronParams.rsa.properties.gamma }, closed),
  mcover: Type.Object({ ...annealing, ...routing }, closed),
};

/** Readout of the collapsed, hard committee. */
export const CommitteeResultSchema = trainingResult();

export const BinaryCommitteeResultSchema = Type.Object(errors, closed);
