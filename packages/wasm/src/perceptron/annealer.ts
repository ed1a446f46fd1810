import { type Annealer, type AnnealingProblem, costUnit } from '@mcover/core';
import { AcceptanceTable, Xoshiro128 } from '@mcover/core/internals';
import { annealerCode } from '../kernels.ts';
import { allocate, growTo } from '../memory.ts';
import { instantiate } from '../module.ts';
import { fewerChannels } from '../remedy.ts';
import { perceptronLayout, planesOfSums } from './layout.ts';
import { packCollapsed, packPerceptron } from './pack.ts';

/** What an instance of the kernels can do, in a memory that holds a packed problem (assembly/perceptron). */
interface Kernels {
  start(): void;
  sweep(reach: number): number;
  energy(): number;
  tabulate(to: number, reach: number, S: number, unit: number, T: number, attraction: number): void;
  readMargins(count: number, planeCount: number, rest: number): void;
}

/**
 * Annealing of a perceptron, bit-sliced.
 *
 * @throws InputError when the problem takes more memory than there is; perceptronBytes tells how much.
 */
export function perceptronAnnealer(problem: AnnealingProblem): Annealer {
  const { N, P, cost, gamma, bank } = problem;
  const layout = perceptronLayout(problem);
  const memory = allocate(layout.thresholds, fewerChannels);
  packPerceptron(problem, layout, memory.buffer);
  const kernels = instantiate<Kernels>(annealerCode, memory, { ...layout, attracted: gamma === 0 ? 0 : 1 });
  kernels.start();

  const unit = costUnit(cost, N);
  const table = new AcceptanceTable({ unit, S: bank.S, M: bank.M, gamma });
  let inMemory: number | undefined;

  const setTemperature = (temperature: number): void => {
    if (temperature === inMemory) return;
    table.setReach(temperature);
    const { rows, reach, stride } = table;
    growTo(memory, layout.thresholds + 4 * (rows * stride + 1), fewerChannels);
    for (let row = 0; row < rows; row++) {
      const to = layout.thresholds + 4 * row * stride;
      kernels.tabulate(to, reach, bank.S, unit, temperature, table.attraction(row));
    }
    inMemory = temperature;
  };

  const weights = () => new Int8Array(memory.buffer, layout.spins, N * bank.M).slice();

  return {
    sweep(temperature) {
      setTemperature(temperature);
      return kernels.sweep(table.reach);
    },
    weights,
    energy: () => (kernels.energy() / bank.S) * unit,
    margins(W) {
      const planeCount = planesOfSums(bank.M);
      const planes = new Uint8Array(memory.buffer, layout.collapsed, planeCount * layout.blocks * 16);
      // N·M − 2 Σ (W + M)/2.
      kernels.readMargins(P, planeCount, -packCollapsed(W, layout, planes));
      return new Int32Array(memory.buffer, layout.margins, P).slice();
    },
    snapshot: () => ({
      weights: weights(),
      random: new Xoshiro128(new Uint32Array(memory.buffer, layout.random, 4)),
      order: new Uint32Array(memory.buffer, layout.order, N * bank.M).slice(),
    }),
  };
}
