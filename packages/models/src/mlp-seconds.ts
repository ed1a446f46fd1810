import { mixedBlocks, mlpSize } from '@mcover/core/internals';
import type { Static } from '@mcover/record';
import { epochsOf, type MlpParams, mixedOf } from './mlp-methods.ts';
import type { Trial } from './model.ts';
import { classTaskSeconds, testCountOf } from './tasks/classes.ts';
import type { realSource } from './tasks/source.ts';

/** Nanoseconds of an engine. */
interface Pace {
  /** Of one product of a weight and an activation or its gradient. */
  product: number;
  /** Of one entry of a mixer and a message. */
  message: number;
  /** Of one parameter of one cover in the rest of a step: momentum, and mixing in the first layer. */
  parameter: number;
}

const paces: Readonly<Record<string, Pace>> = {
  wasm: { product: 0.028, message: 0.15, parameter: 1 },
  blas: { product: 0.015, message: 0.15, parameter: 1 },
  reference: { product: 1.2, message: 1.5, parameter: 3 },
  // Some GPU: records of the one that is there correct it.
  webgpu: { product: 0.001, message: 0.005, parameter: 0.05 },
};

/** Nanoseconds of one product of the readout by WebAssembly, with all else that a look takes. */
const lookProduct = 0.04;

/** Nanoseconds to draw one initial parameter, and one cover of one permutation of a mixer. */
const parameterDrawn = 90;
const coverDrawn = 150;

type MlpTrial = Trial<MlpParams, Static<typeof realSource>>;

/** Seconds of the readout, which takes the patterns of both halves of the task forward in the collapsed network. */
function readSeconds(trial: MlpTrial, product: number): number {
  const { P, widths } = trial.params;
  return ((P + testCountOf(trial)) * mlpSize(widths) * product) / 1e9;
}

/** Times that a training takes all its patterns: those with random labels twice, beside images with some pixels zero. */
const passesOf = (params: MlpParams): number => epochsOf(params) + 2 * (params.startEpochs ?? 0);

/** Visits of a weight to a pattern: one a pass in every cover. Messages of all channels are mixed before they reach a weight. */
export const mlpVisits = ({ params }: MlpTrial): number =>
  passesOf(params) * params.P * mlpSize(params.widths) * (params.M ?? 1);

/**
 * Seconds of a trial. A pattern takes a product forward and two backward for each weight and cover, and each of its messages M
 * entries of a mixer, both ways.
 */
export function mlpSeconds(trial: MlpTrial, engine: string): number {
  const { widths, P, B, M = 1, mixing = 'empirical', S = 1 } = trial.params;
  const { product, message, parameter } = paces[engine];
  const blocks = mixedBlocks(mixedOf(trial.params));
  const size = mlpSize(widths);
  const units = widths.slice(2).reduce((sum, width) => sum + width, 0);
  const pattern = 3 * size * M * product + 2 * M * M * blocks * units * message;
  const passes = passesOf(trial.params);
  const steps = passes * Math.ceil(P / B);
  const outputs = widths.slice(1).reduce((sum, width) => sum + width, 0);
  const permutations = mixing === 'empirical' ? S * blocks * outputs : 0;
  const once = size * (M + 1) * parameterDrawn + permutations * M * coverDrawn;
  return (
    classTaskSeconds(trial) +
    readSeconds(trial, product) +
    (passes * P * pattern + steps * size * M * parameter + once) / 1e9
  );
}

/** Seconds of one look at a network that is trained. */
export const mlpGlance = (trial: MlpTrial) => readSeconds(trial, lookProduct);
