import { type BinaryTask, costUnit, type Engine, hardError, Margins, type Seed } from '@mcover/core';
import { checkInputs, hardLabels, type Labelled, perceptronProblem } from '@mcover/core/internals';
import { closed, Type } from '@mcover/record';
import { annealed } from './annealed.ts';
import { cost } from './annealing-methods.ts';
import { contradictionOfErrors } from './contradiction.ts';
import { refuseWide } from './memory.ts';
import type { ScriptParams } from './model.ts';
import { perceptronPace, refuseLarge } from './perceptron.ts';
import { runOn } from './script.ts';
import {
  binaryShape,
  binaryTaskOf,
  binaryTaskSeconds,
  checkBinaryTask,
  completeBinary,
  countsOf,
} from './tasks/binary.ts';
import { signSource } from './tasks/source.ts';
import { errors } from './training.ts';
import { refuseOtherWidth } from './weights.ts';

/** The binary perceptron (Eq. 8, 16, 17) that learns patterns which are given, in the place of a teacher's. */
const result = Type.Object(
  {
    ...errors,
    solved: Type.Boolean({
      description: 'the collapsed weights misclassify no training pattern',
      label: 'solved',
      better: 'higher',
    }),
  },
  closed,
);

/** Label-gauged patterns (Eq. 16), one weight's column after the other. */
function gaugedRows({ N, P, x, y }: Labelled): Int8Array {
  const G = new Int8Array(N * P);
  for (let mu = 0; mu < P; mu++) for (let q = 0; q < N; q++) G[q * P + mu] = y[mu] * x[mu * N + q];
  return G;
}

export const perceptronPatterns = annealed({
  name: 'perceptron-patterns',
  params: { ...binaryShape, cost },
  result,
  data: signSource,
  engines: ['wasm'],
  weights: ({ N }) => N,
  check(trial, coupling, engine) {
    checkBinaryTask(trial);
    refuseWide(trial.params.N);
    refuseLarge(trial.params, coupling, engine);
  },
  complete: completeBinary,
  task: binaryTaskOf,
  base({ train, test }, { N, cost }) {
    refuseWide(N);
    checkInputs(N, train);
    checkInputs(N, test);
    const patterns = { N, P: train.P, G: gaugedRows(train), cost };
    return { unit: costUnit(cost, N), state: (weights) => new Margins(patterns, weights) };
  },
  problem({ train, test }, { N, cost }, coupling, seed) {
    checkInputs(N, train);
    checkInputs(N, test);
    return perceptronProblem({ N, P: train.P, G: gaugedRows(train) }, { cost, coupling }, seed);
  },
  read(W, { train, test }: BinaryTask) {
    const trainError = hardError(W, 1, train);
    return { testError: hardError(W, 1, test), trainError, solved: trainError === 0 };
  },
  contradiction(trial, result) {
    const { trainError, solved } = result;
    if (solved !== (trainError === 0)) return `solved is ${solved}, but the train error is ${trainError}`;
    return contradictionOfErrors(result, countsOf(trial));
  },
  // A committee of one unit.
  classes(W, patterns, { N }) {
    refuseOtherWidth(N, patterns);
    return hardLabels(W, 1, patterns);
  },
  pace: ({ P }, engine) => perceptronPace(P, engine),
  taskSeconds: binaryTaskSeconds,
});

/**
 * One trial in a script, on patterns that are given: annealing, collapse, readout. What is left out has the default of
 * `mcover schema`; N is that of the patterns.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldTask({ N: 21, D: 5, P: 10, test: 100 }, seed);
 * const params = { N: 21, schedule: { step: 0.05, to: 0.05 } };
 * const { trainError, solved } = runPerceptronPatterns(params, task, seed, wasmEngine);
 * solved === (trainError === 0); // true
 *
 * @throws InputError that names the parameter at fault.
 */
export function runPerceptronPatterns(params: ScriptParams, task: BinaryTask, seed: Seed, engine: Engine) {
  return runOn(perceptronPatterns, params, task, seed, engine);
}
