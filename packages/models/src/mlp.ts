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
import { mlpBytes, narrowerLayers } from '@mcover/wasm';
import { inTurn } from './adversarial.ts';
import { centreOf, checkCentre, hasCentre, readBy } from './centre.ts';
import { contradictionOfErrors } from './contradiction.ts';
import { defineModel } from './define.ts';
import { refuseBeyondWasm } from './memory.ts';
import { epochsOf, type MlpParams, methods, mixedOf, widths } from './mlp-methods.ts';
import { mlpGlance, mlpSeconds, mlpVisits } from './mlp-seconds.ts';
import type { ScriptParams, Setting } from './model.ts';
import { seenOfTraining } from './observed.ts';
import { descentBy } from './rule.ts';
import { runOn } from './script.ts';
import { checkClassTask, classTaskOf, completeClasses, testCountOf } from './tasks/classes.ts';
import { realSource } from './tasks/source.ts';
import { refuseDiverging, type TrainingResult, trainingResult } from './training.ts';
import { type Layout, refuseOtherWidth } from './weights.ts';

/** What is trained, and how: the same for every engine and device. A single copy takes the sum of losses. */
function trainingOf(
  { params, seed }: Setting<MlpParams>,
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
  setting: Setting<MlpParams>,
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
  setting: Setting<MlpParams>,
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

function layout({ params }: Setting<MlpParams>): Layout {
  return mlpLayers(params.widths).flatMap(({ inputs, outputs }, l) => [
    { name: `layers.${l}.weight`, shape: [outputs, inputs] },
    { name: `layers.${l}.bias`, shape: [outputs] },
  ]);
}

/** The collapsed network in the engine that read it out at the end of its training. */
const networkBy = ({ params }: Setting<MlpParams>, W: Float64Array, engine: Engine) =>
  classesBy(params.rule ? referenceEngine : engine, params, W, params.B);

export const mlp = defineModel<MlpParams, typeof realSource, ClassTask, TrainingResult>({
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
  seconds: mlpSeconds,
  visits: mlpVisits,
  glance: mlpGlance,
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
