import { Type } from '@sinclair/typebox';
import { type Kernel, KernelSchema } from './kernel.ts';
import { choice } from './schema.ts';
import { attraction, coversOf, trainingResult } from './training.ts';

const closed = { additionalProperties: false };

/** The network (Eq. 11), its task, and its training by Nesterov's descent (Appendix A.3, Table 4). */
const training = {
  widths: Type.Array(Type.Integer({ minimum: 1 }), {
    minItems: 2,
    default: [784, 512, 512, 10],
    description: 'widths of the layers, from the inputs to the logits',
  }),
  P: Type.Integer({ minimum: 1, default: 60_000, description: 'number of training patterns' }),
  activation: choice(['relu', 'tanh', 'sign'], {
    default: 'relu',
    description: 'activation of the hidden units; sign learns straight through',
  }),
  B: Type.Integer({ minimum: 1, default: 256, description: 'patterns of a batch' }),
  epochs: Type.Integer({
    minimum: 1,
    maximum: 1e6,
    default: 40,
    description: 'epochs, all of which are run',
  }),
  rate: Type.Number({ exclusiveMinimum: 0, default: 0.05, description: 'learning rate η' }),
  momentum: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.9,
    description: 'Nesterov momentum m',
  }),
  noise: Type.Number({
    minimum: 0,
    default: 0.01,
    description: 'standard deviation of what each cover adds to the shared initial parameters',
  }),
};

/** One copy has one loss; how several become one is a choice. */
const covers = {
  M: coversOf(5),
  loss: choice(['sum', 'mean'], {
    default: 'sum',
    description: 'of the covers’ losses; the mean divides the learning rate by M',
  }),
};

const ring: Kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 };

/** Block messages and their mixers (Eq. 13, 14). */
const routing = {
  kernel: Type.Unsafe<Kernel>({ ...KernelSchema, default: ring }),
  G: Type.Integer({ minimum: 1, default: 8, description: 'input blocks of a layer' }),
  mixing: choice(['empirical', 'marginal', 'exact'], {
    default: 'empirical',
    description: 'mixers: shares of S permutations, the marginals of P_Q, or the balanced kernel Q',
  }),
  S: Type.Integer({ minimum: 1, default: 10, description: 'permutations of an empirical mixer' }),
};

/**
 * Parameters of each method of the multilayer perceptron. `independent` are M copies of SGD, averaged: M-cover
 * without routing, Q = 1.
 */
export const mlpParams = {
  sgd: Type.Object(training, closed),
  rsgd: Type.Object({ ...training, ...covers, ...attraction }, closed),
  mcover: Type.Object({ ...training, ...covers, ...routing }, closed),
  independent: Type.Object({ ...training, ...covers }, closed),
};

/** Readout of the collapsed network after the last epoch. */
export const MlpResultSchema = trainingResult();
