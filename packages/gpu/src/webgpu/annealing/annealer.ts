import { type AnnealingProblem, costUnit } from '@mcover/core';
import { inTurns } from '../../turns.ts';
import { download, storage } from '../buffers.ts';
import { guarded, settled } from '../fault.ts';
import { computeKernels, submit } from '../kernels.ts';
import { annealingSource } from './kernels.ts';
import { allocate, checkBatch, upload } from './memory.ts';
import { pace } from './pace.ts';
import { pack, unpackWeights } from './pack.ts';
import { sharedShape } from './shape.ts';
import { tablesMaker } from './thresholds.ts';

/** Annealings of many trials at once, each with the very trajectory of core's `Annealer`. */
export interface BatchedAnnealer {
  /** Sweeps all trials, once at each of the temperatures. */
  sweep(temperatures: ArrayLike<number>): Promise<void>;
  /** The weights of each trial now, as in `AnnealingProblem.weights`. */
  weights(): Promise<Int8Array[]>;
  /** (1/S) Σ_s Σ_a Σ_μ ℓ(Δ) of each trial now, without the attraction of replicas. */
  energies(): Promise<number[]>;
  /** Gives the device's memory back. */
  destroy(): void;
}

const what = 'batched annealing';

/** Buffers in the order of their bindings, and what kernels do with them (kernels.ts beside this file). */
const bindings = {
  run: 'uniform Run',
  columns: 'read u32',
  contexts: 'read u32',
  /** Where the table of each sweep begins and its reach, then the tables. */
  tables: 'read u32',
  counters: 'write u32',
  orders: 'write u32',
  states: 'write u32',
  energies: 'write u32',
} as const;
const entries = ['start', 'sweep', 'energy'] as const;

/**
 * Perceptrons of one shape on a device: their patterns are uploaded once, and sweeps leave everything there.
 *
 * @param problems alike in N, P, M, S, cost and γ; patterns, banks, weights and generators are each trial's own.
 * @throws InputError when they are not alike, or too large for core.
 * @throws DeviceError `limit` when the device cannot hold that many, `memory`, `lost` or `refused`.
 */
export async function batchedAnnealer(
  device: GPUDevice,
  problems: readonly AnnealingProblem[],
): Promise<BatchedAnnealer> {
  const shape = sharedShape(problems);
  const trials = problems.length;
  checkBatch(device, shape, trials);
  const buffers = await guarded(device, what, () => allocate(device, shape, trials));
  const code = annealingSource(shape, device.limits);
  const kernels = await guarded(device, what, () =>
    computeKernels(device, { label: what, code, bindings }, entries),
  );
  for (const [trial, problem] of problems.entries()) {
    await guarded(device, what, () => upload(device, buffers, pack(problem, shape), trial));
  }

  let tables = storage(device, 'tables', 4);
  let group = kernels.bind({ ...buffers, tables });
  const unit = costUnit(shape.cost, shape.N);
  const tablesFrom = tablesMaker({ unit, S: shape.S, M: shape.M, gamma: shape.gamma });
  const dispatch = (name: (typeof entries)[number]): void =>
    submit(device, [{ pipeline: kernels.pipelines[name], group, groups: [trials, 1, 1] }]);
  await guarded(device, what, () => dispatch('start'));

  const rate = pace();
  const sweepSome = async (temperatures: ArrayLike<number>, first: number): Promise<number> => {
    const { words, sweeps } = tablesFrom(temperatures, first, rate.begin());
    await guarded(device, what, () => {
      if (words.byteLength > tables.size) {
        tables.destroy();
        tables = storage(device, 'tables', words.byteLength);
        group = kernels.bind({ ...buffers, tables });
      }
      device.queue.writeBuffer(tables, 0, words);
      device.queue.writeBuffer(buffers.run, 0, Uint32Array.of(sweeps));
      dispatch('sweep');
    });
    await settled(device, what, device.queue.onSubmittedWorkDone());
    rate.end(sweeps);
    return sweeps;
  };

  // Each call leaves the state to the next.
  const inTurn = inTurns();

  return {
    sweep: (temperatures) =>
      inTurn(async () => {
        for (let t = 0; t < temperatures.length; ) t += await sweepSome(temperatures, t);
      }),
    weights: () =>
      inTurn(async () => {
        const orders = new Uint32Array(
          await download(device, what, buffers.orders, 4 * shape.sites * trials),
        );
        return Array.from({ length: trials }, (_, trial) =>
          unpackWeights(orders.subarray(trial * shape.sites, (trial + 1) * shape.sites)),
        );
      }),
    energies: () =>
      inTurn(async () => {
        await guarded(device, what, () => dispatch('energy'));
        const parts = new Uint32Array(await download(device, what, buffers.energies, buffers.energies.size));
        const lanes = parts.length / trials;
        return Array.from({ length: trials }, (_, trial) => {
          let sum = 0;
          for (let i = trial * lanes; i < (trial + 1) * lanes; i += 2)
            sum += parts[i] + 2 ** 32 * parts[i + 1];
          return (sum / shape.S) * unit;
        });
      }),
    destroy() {
      for (const buffer of [...Object.values(buffers), tables]) buffer.destroy();
    },
  };
}
