import type { MixedCoupling } from '@mcover/core/internals';
import { choice, closed, type Static, type TObject, Type } from '@mcover/record';
import { adversarial } from './adversarial.ts';
import { averaged, elastic, entropic } from './centre.ts';
import { attraction, covers, destinations, kernel } from './coupling.ts';
import { couplingOfDescent, type DescentParams, descentMethods, descentParams } from './training.ts';

/** Of the paper's network. */
export const widths = [784, 512, 512, 10];

/** The multilayer perceptron (Eq. 11), its task, and its training by Nesterov's descent (Appendix A.3, Table 4). */
const base = {
  widths: Type.Array(Type.Integer({ minimum: 1 }), {
    minItems: 2,
    default: widths,
    description: 'widths of the layers, from the inputs to the logits',
    symbol: 'widths',
    separator: '-',
  }),
  P: Type.Integer({ minimum: 1, default: 60_000, description: 'training patterns', symbol: 'P', task: true }),
  activation: choice(['relu', 'tanh', 'sign'], {
    default: 'relu',
    description: 'activation of the hidden units; sign learns straight through',
    symbol: 'activation',
    tacit: true,
  }),
  ...descentParams({ B: 256, epochs: 40, rate: 0.05, epochsAre: 'epochs, all of which are run' }),
  momentum: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.9,
    description: 'Nesterov momentum m',
    symbol: 'momentum',
    tacit: true,
  }),
  noise: Type.Number({
    minimum: 0,
    default: 0.01,
    description: 'standard deviation of what each cover adds to the shared initial parameters',
    symbol: 'noise',
    tacit: true,
    label: 'initial noise of a cover',
    digits: 3,
  }),
};

/** One copy has one loss; how several become one is a choice. */
const several = {
  M: covers(5),
  loss: choice(['sum', 'mean'], {
    default: 'sum',
    description: 'of the covers’ losses; the mean divides the learning rate by M',
    symbol: 'loss of covers',
    tacit: true,
  }),
};

/** Block messages and their mixers (Eq. 13, 14). */
const mixing = {
  kernel: kernel({ kind: 'directed-ring', mu: 2, sigma: 1.5 }),
  G: Type.Integer({ minimum: 1, default: 8, description: 'input blocks G of a layer', symbol: 'G' }),
  mixing: choice(['empirical', 'marginal', 'exact'], {
    default: 'empirical',
    description: 'mixers: shares of S permutations, the marginals of P_Q, or the balanced kernel Q',
    symbol: 'mixers',
    tacit: true,
  }),
  S: destinations('permutations of an empirical mixer'),
};

/** What the methods know of a trial. */
export type MlpParams = Static<TObject<typeof base>> &
  DescentParams &
  Partial<Static<TObject<typeof several & typeof mixing & typeof adversarial>>>;

const { epochs: _epochs, momentum: _momentum, ...trained } = base;

/** `independent` is M-cover without routing, Q = 1. */
export const methods = {
  ...descentMethods({
    sgd: base,
    rsgd: { ...base, ...several, ...attraction },
    easgd: { ...base, ...several, ...elastic },
    esgd: { ...base, ...entropic },
    ema: { ...base, ...averaged },
    mcover: { ...base, ...several, ...mixing },
    independent: { ...base, ...several },
  }),
  adversarial: {
    label: 'SGD after random labels',
    control: true,
    about: 'SGD without momentum, from weights that fit random labels: a bad minimum',
    params: Type.Object({ ...trained, ...adversarial }, closed),
  },
};

/** Epochs on the labels of the task. */
export const epochsOf = ({ epochs, finalEpochs = epochs }: MlpParams): number => finalEpochs;

/** How the layers of the covers are coupled. */
export const mixedOf = (params: MlpParams): MixedCoupling => ({
  coupling: couplingOfDescent(params),
  G: params.G,
  mixing: params.mixing,
});
