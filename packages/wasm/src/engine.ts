import type { Engine } from '@mcover/core';
import { committeeTrainer } from './committee/trainer.ts';
import type { Helpers } from './mlp/helpers.ts';
import { mlpJudge } from './mlp/judge.ts';
import { mlpTrainer } from './mlp/trainer.ts';
import { perceptronAnnealer } from './perceptron/annealer.ts';

/**
 * WebAssembly with SIMD. Annealing is bit-sliced, with the trajectories of the reference engine bit for bit;
 * committees and multilayer perceptrons train in singles, with the same bits wherever WebAssembly runs.
 */
export const wasmEngine: Engine = {
  name: 'wasm',
  arithmetic: 'f32',
  annealer: perceptronAnnealer,
  committee: committeeTrainer,
  mlp: (problem) => mlpTrainer(problem),
  judge: mlpJudge,
};

/**
 * The same, where other threads may help with the training of a multilayer perceptron: the bits do not depend on how many
 * do. A training throws HelperLost where one of them ends before it.
 */
export const helpedWasmEngine = (helpers: Helpers): Engine => ({
  ...wasmEngine,
  mlp: (problem) => mlpTrainer(problem, undefined, helpers),
});
