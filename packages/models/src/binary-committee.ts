import { type BinaryTask, costUnit, type Engine, type Seed, Votes, votePatterns } from '@mcover/core';
import { checkCommittee, checkInputs } from '@mcover/core/internals';
import { closed, Type } from '@mcover/record';
import { annealed } from './annealed.ts';
import { cost } from './annealing-methods.ts';
import { contradictionOfErrors } from './contradiction.ts';
import { committeeClasses, committeeErrors, committeeLayout } from './hard-committee.ts';
import { refuseWide } from './memory.ts';
import type { ScriptParams } from './model.ts';
import { runOn } from './script.ts';
import {
  binaryTaskOf,
  binaryTaskSeconds,
  checkBinaryTask,
  committeeLookSeconds,
  committeeShape,
  completeBinary,
  countsOf,
} from './tasks/binary.ts';
import { signSource } from './tasks/source.ts';
import { errors } from './training.ts';

/** The committee of weights ±1, annealed like the perceptron; always in plain TypeScript. */
const params = { ...committeeShape, cost };

export const binaryCommittee = annealed({
  name: 'binary-committee',
  params,
  result: Type.Object(errors, closed),
  data: signSource,
  coupling: { M: 4, kernel: { kind: 'uniform' } },
  weights: ({ N, K }) => N * K,
  patterns: ({ P }) => P,
  check(trial, coupling) {
    checkBinaryTask(trial);
    const { N, K } = trial.params;
    refuseWide(N);
    checkCommittee({ N, K, coupling });
  },
  complete: completeBinary,
  task: binaryTaskOf,
  base({ train, test }, { N, K, cost }) {
    refuseWide(N);
    checkInputs(N, train);
    checkInputs(N, test);
    const patterns = votePatterns(K, cost, train);
    return { unit: costUnit(cost, K), state: (weights) => new Votes(patterns, weights) };
  },
  read: (W, task, { K }) => committeeErrors(W, K, task),
  contradiction: (trial, result) => contradictionOfErrors(result, countsOf(trial)),
  layout: committeeLayout,
  classes: committeeClasses,
  pace: ({ P }) => ({ proposal: 120, flip: 6 * P }),
  glance: (trial) => committeeLookSeconds(trial, 1),
  taskSeconds: binaryTaskSeconds,
});

/**
 * One trial in a script, on patterns that are given: annealing, collapse, readout. What is left out has the default of
 * `mcover schema`; N is that of the patterns.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, seed);
 * const params = { N: 21, K: 3, schedule: { step: 0.1, to: 0.1 } };
 * runBinaryCommittee(params, task, seed, referenceEngine).trainError < 0.5; // true
 *
 * @throws InputError that names the parameter at fault.
 */
export function runBinaryCommittee(params: ScriptParams, task: BinaryTask, seed: Seed, engine: Engine) {
  return runOn(binaryCommittee, params, task, seed, engine);
}
