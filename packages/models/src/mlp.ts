import {
  average,
  type ClassTask,
  descentOf,
  type Engine,
  type Inputs,
  type LocalRunning,
  type MlpKnobs,
  referenceEngine,
  type Seed,
  stream,
  type Tensors,
  training,
} from '@mcover/core';
import {
  checkFit,
  checkMlp,
  classesBy,
  inputsOf,
  type MixedCoupling,
  type MlpTraining,
  mixedBlocks,
  mlpLayers,
  mlpProblem,
  mlpSize,
  mlpTrainer,
  shareWrong,
  type TrainingSnapshot,
  trainingFrom,
} from '@mcover/core/internals';
import { randomlyLabelled } from '@mcover/landscape';
import { choice, closed, type Static, type TObject, Type } from '@mcover/record';
import { mlpBytes, narrowerLayers } from '@mcover/wasm';
import { adversarial, inTurn } from './adversarial.ts';
import { averaged, centreOf, checkCentre, elastic, entropic, hasCentre, readBy } from './centre.ts';
import { contradictionOfErrors } from './contradiction.ts';
import { attraction, covers, destinations, kernel } from './coupling.ts';
import { defineModel } from './define.ts';
import { refuseBeyondWasm } from './memory.ts';
import type { ScriptParams, Setting, Trial } from './model.ts';
import { seenOfTraining } from './observed.ts';
import { descentBy } from './rule.ts';
import { runOn } from './script.ts';
import {
  checkClassTask,
  classTaskOf,
  classTaskSeconds,
  completeClasses,
  testCountOf,
} from './tasks/classes.ts';
import { realSource } from './tasks/source.ts';
import {
  couplingOfDescent,
  type DescentParams,
  descentMethods,
  descentParams,
  refuseDiverging,
  type TrainingResult,
  trainingResult,
} from './training.ts';
import { type Layout, refuseOtherWidth } from './weights.ts';

const widths = [784, 512, 512, 10];

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

type Params = Static<TObject<typeof base>> &
  DescentParams &
  Partial<Static<TObject<typeof several & typeof mixing & typeof adversarial>>>;

const { epochs: _epochs, momentum: _momentum, ...trained } = base;

/** `independent` is M-cover without routing, Q = 1. */
const methods = {
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
const epochsOf = ({ epochs, finalEpochs = epochs }: Params): number => finalEpochs;

const mixedOf = (params: Params): MixedCoupling => ({
  coupling: couplingOfDescent(params),
  G: params.G,
  mixing: params.mixing,
});

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

/** Seconds of the readout, which takes the patterns of both halves of the task forward in the collapsed network. */
function readSeconds(trial: Trial<Params, Static<typeof realSource>>, product: number): number {
  const { P, widths } = trial.params;
  return ((P + testCountOf(trial)) * mlpSize(widths) * product) / 1e9;
}

/** What is trained, and how: the same for every engine and device. A single copy takes the sum of losses. */
function trainingOf(
  { params, seed }: Setting<Params>,
  task: ClassTask,
  stand?: TrainingSnapshot,
  start?: Float64Array,
): MlpTraining {
  const { widths, B, epochs, rate, momentum, loss = 'sum' } = params;
  const mixed = mixedOf(params);
  checkFit(widths, task.test);
  const problem = {
    ...mlpProblem({ ...params, ...mixed, loss }, task.train, seed),
    ...(start && { weights: start }),
    ...stand?.trainer,
  };
  const knobs = { rate, momentum };
  const descent = descentOf<MlpKnobs>(
    {
      P: task.train.P,
      B,
      epochs,
      rate,
      coupling: mixed.coupling,
      centre: centreOf(params, problem.weights, seed),
      knobs: () => knobs,
      done: (loss) => refuseDiverging(loss, rate),
    },
    seed,
    stand?.batches,
  );
  return { problem, descent, task };
}

function begin(
  setting: Setting<Params>,
  task: ClassTask,
  engine: Engine,
  from?: Tensors,
): LocalRunning<TrainingResult> {
  const { params, seed } = setting;
  const { widths, startEpochs, startMomentum = 0, finalEpochs = 1, finalMomentum = 0, zeroed = 0 } = params;
  if (startEpochs === undefined) return descend(setting, task, engine, from);
  const classes = widths[widths.length - 1];
  const random = stream(seed, 'random labels', { P: task.train.P, classes });
  const by = (epochs: number, momentum: number) => ({ ...setting, params: { ...params, epochs, momentum } });
  return inTurn(
    {
      epochs: [startEpochs, finalEpochs],
      first(from) {
        const train = randomlyLabelled(task.train, { classes, zeroed }, random);
        return descend(by(startEpochs, startMomentum), { ...task, train }, engine, from);
      },
      second: (start, from) => descend(by(finalEpochs, finalMomentum), task, engine, from, start),
    },
    from,
  );
}

/** One training, at the initial weights where no others are given. */
function descend(
  setting: Setting<Params>,
  task: ClassTask,
  engine: Engine,
  from?: Tensors,
  start?: Float64Array,
): LocalRunning<TrainingResult> {
  const { widths, M = 1 } = setting.params;
  const rule = descentBy(setting.params.rule, mlpSize(widths) * M);
  // Nesterov's rule, of every engine, keeps one velocity.
  const kept = rule ? rule.kept?.length : 1;
  const stand = from && trainingFrom(from, mlpSize(widths) * M, task.train.P, kept);
  const { problem, descent } = trainingOf(setting, task, stand, start);
  const trainer = rule ? mlpTrainer(problem, rule) : engine.mlp(problem);
  // The readout of an engine of singles rounds the mean.
  const singles = !rule && engine.arithmetic !== 'f64';
  const { centre } = descent;
  const reading = {
    M: problem.M,
    shape: [problem.weights.length / problem.M],
    collapsed(weights: Float64Array) {
      const mean = readBy(centre, () => average(weights, problem.M));
      return singles ? Float32Array.from(mean) : mean;
    },
    read: (epochs: number) => ({
      ...errorsOf((patterns) => trainer.classes(patterns, centre?.weights), task),
      epochs,
    }),
  };
  return training(trainer, descent, reading, from);
}

const errorsOf = (classes: (patterns: Inputs) => Uint32Array, { train, test }: ClassTask) => ({
  testError: shareWrong(classes(test), test),
  trainError: shareWrong(classes(train), train),
});

function layout({ params }: Setting<Params>): Layout {
  return mlpLayers(params.widths).flatMap(({ inputs, outputs }, l) => [
    { name: `layers.${l}.weight`, shape: [outputs, inputs] },
    { name: `layers.${l}.bias`, shape: [outputs] },
  ]);
}

/** The collapsed network in the engine that read it out at the end of its training. */
const networkBy = ({ params }: Setting<Params>, W: Float64Array, engine: Engine) =>
  classesBy(params.rule ? referenceEngine : engine, params, W, params.B);

export const mlp = defineModel<Params, typeof realSource, ClassTask, TrainingResult>({
  name: 'mlp',
  methods,
  data: realSource,
  result: trainingResult,
  observed: seenOfTraining(trainingResult),
  arithmetic: true,
  engines: ['wasm', 'blas', 'reference'],
  shares: true,
  check(trial, engine) {
    checkClassTask(trial);
    const { widths, activation, B } = trial.params;
    const mixed = mixedOf(trial.params);
    checkMlp(widths, mixed);
    checkCentre(trial.params);
    if (engine === 'reference') return;
    const { M } = mixed.coupling;
    const blocks = widths.slice(1).map(() => mixedBlocks(mixed));
    refuseBeyondWasm(mlpBytes({ widths, activation, M, B, blocks }), narrowerLayers);
  },
  // A pattern takes a product forward and two backward for each weight and cover, and each of its messages M
  // entries of a mixer, both ways.
  seconds(trial, engine) {
    const { widths, P, B, startEpochs = 0, M = 1, mixing = 'empirical', S = 1 } = trial.params;
    const { product, message, parameter } = paces[engine];
    const blocks = mixedBlocks(mixedOf(trial.params));
    const size = mlpSize(widths);
    const units = widths.slice(2).reduce((sum, width) => sum + width, 0);
    const pattern = 3 * size * M * product + 2 * M * M * blocks * units * message;
    const passes = epochsOf(trial.params) + 2 * startEpochs;
    const steps = passes * Math.ceil(P / B);
    const outputs = widths.slice(1).reduce((sum, width) => sum + width, 0);
    const permutations = mixing === 'empirical' ? S * blocks * outputs : 0;
    const once = size * (M + 1) * parameterDrawn + permutations * M * coverDrawn;
    return (
      classTaskSeconds(trial) +
      readSeconds(trial, product) +
      (passes * P * pattern + steps * size * M * parameter + once) / 1e9
    );
  },
  glance: (trial) => readSeconds(trial, lookProduct),
  complete: completeClasses(widths),
  task: classTaskOf,
  begin,
  contradiction(trial, result) {
    const { P } = trial.params;
    const epochs = epochsOf(trial.params);
    if (result.epochs !== epochs) return `${result.epochs} epochs were run, but all are ${epochs}`;
    return contradictionOfErrors(result, { train: P, test: testCountOf(trial) });
  },
  layout,
  judge: (setting, task, W, engine) => errorsOf(networkBy(setting, W, engine), task),
  classes(setting, W, patterns, engine) {
    refuseOtherWidth(setting.params.widths[0], patterns);
    return networkBy(setting, W, engine)(inputsOf(patterns));
  },
  network({ params }) {
    // The weights of a device are not at hand after each step, for a centre to follow or another training to start at.
    if (hasCentre(params) || params.startEpochs !== undefined) return undefined;
    const { widths, activation, B, P, M = 1 } = params;
    return { widths, activation, B, P, M, blocks: mixedBlocks(mixedOf(params)) };
  },
  training: (setting, task) => trainingOf(setting, task),
});

/**
 * One trial in a script, on patterns that are given: all epochs, collapse, readout. What is left out has the default of
 * `mcover schema`.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldClasses({ N: 20, D: 5, P: 100, test: 100, classes: 10 }, seed);
 * runMlp({ widths: [20, 16, 10], epochs: 2 }, task, seed, wasmEngine).epochs; // 2
 * runMlp({ widths: [20, 16, 9] }, task, seed, wasmEngine); // throws widths/2: 9 logits
 *
 * @throws InputError that names the parameter at fault.
 */
export function runMlp(params: ScriptParams, task: ClassTask, seed: Seed, engine: Engine, method?: string) {
  return runOn(mlp, params, task, seed, engine, method);
}
