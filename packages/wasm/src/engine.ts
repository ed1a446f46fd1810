import { AcceptanceTable, type Annealer, type AnnealingProblem, costUnit, type Engine } from '@mcover/core';
import { committeeTrainer } from './committee/trainer.ts';
import { annealerCode } from './kernels.ts';
import { layoutOf } from './layout.ts';
import { allocate, fewerChannels, growTo } from './memory.ts';
import { mlpTrainer } from './mlp/trainer.ts';
import { instantiate } from './module.ts';
import { pack } from './pack.ts';

/** What an instance of the kernels can do, in a memory that holds a packed problem (assembly/). */
interface Kernels {
  start(): void;
  sweep(reach: number): void;
  energy(): number;
}

/** @throws InputError when the problem takes more memory than there is; memoryBytes tells how much. */
function annealer(problem: AnnealingProblem): Annealer {
  const { N, cost, gamma, bank } = problem;
  const layout = layoutOf(problem);
  const memory = allocate(layout.thresholds, fewerChannels);
  pack(problem, layout, memory.buffer);
  const kernels = instantiate<Kernels>(annealerCode, memory, { ...layout, attracted: gamma === 0 ? 0 : 1 });
  kernels.start();

  const unit = costUnit(cost, N);
  const table = new AcceptanceTable({ unit, S: bank.S, M: bank.M, gamma });
  let inMemory: number | undefined;

  const setTemperature = (temperature: number): void => {
    if (temperature === inMemory) return;
    table.setTemperature(temperature);
    const words = table.rows * table.stride;
    growTo(memory, layout.thresholds + 4 * words, fewerChannels);
    new Uint32Array(memory.buffer, layout.thresholds, words).set(table.values.subarray(0, words));
    inMemory = temperature;
  };

  return {
    sweep(temperature) {
      setTemperature(temperature);
      kernels.sweep(table.reach);
    },
    weights: () => new Int8Array(memory.buffer, layout.spins, N * bank.M).slice(),
    energy: () => (kernels.energy() / bank.S) * unit,
  };
}

/**
 * WebAssembly with SIMD. Annealing is bit-sliced, with the trajectories of the reference engine bit for bit;
 * committees and multilayer perceptrons train in singles, with the same bits wherever WebAssembly runs.
 */
export const wasmEngine: Engine = {
  name: 'wasm',
  arithmetic: 'f32',
  annealer,
  committee: committeeTrainer,
  mlp: (problem) => mlpTrainer(problem),
};
