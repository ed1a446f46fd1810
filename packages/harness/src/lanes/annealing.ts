import { collapse, type TrialResult, temperatures } from '@mcover/core';
import { type Annealing, calibratedTrials, type DeviceInfo, processorEngine } from '@mcover/gpu';
import { builtIn, type Model } from '@mcover/models';
import { canonical } from '@mcover/record';
import { dataKey, type LoadedData } from '../data/share.ts';
import { messageOf } from '../error.ts';
import type { Pending } from '../plan/pending.ts';
import type { Lane, Sink } from './lane.ts';

/** Most trials that are annealed together: none is kept before all of them have ended. */
const mostTrials = 512;

/** How a trial is annealed elsewhere: one of the program alone, under the rule of its model. No solver anneals. */
function annealingOf({ spec }: Pending): Model['annealing'] {
  if (spec.uses || spec.params.rule) return undefined;
  const { annealing, methods } = builtIn.model(spec.model);
  return methods[spec.method].solver ? undefined : annealing;
}

/**
 * A GPU that anneals the trials of a cell together. Too few trials of a cell are left, and all where the GPU fails.
 * Annealing has one arithmetic, so that the records are those of the threads, bit for bit.
 */
export function annealingLane(annealing: Pick<Annealing, 'anneal' | 'device'>, data: LoadedData): Lane {
  return {
    takes: (pending) => annealingOf(pending) !== undefined,
    async run(pending, sink) {
      const left = new Set(pending);
      for (const cell of cellsOf(pending)) {
        for (let from = 0; cell.length - from >= calibratedTrials; from += mostTrials) {
          // Once the GPU has failed, the threads of the harness are those that go on.
          if (sink.signal.aborted || (await annealing.device()).kind === 'cpu') return [...left];
          const batch = cell.slice(from, from + mostTrials);
          if (!(await anneal(batch, annealing, data, sink))) return [...left];
          for (const one of batch) left.delete(one);
        }
      }
      return [...left];
    },
  };
}

/** Trials that differ in their seeds alone. */
function cellsOf(pending: readonly Pending[]): Pending[][] {
  const cells = new Map<string, Pending[]>();
  for (const one of pending) {
    const { seed: _, ...cell } = one.spec;
    const key = canonical(cell);
    const members = cells.get(key) ?? [];
    members.push(one);
    cells.set(key, members);
  }
  return [...cells.values()];
}

/** Whether a batch was annealed. A record that cannot be written is no fault of the GPU: the run ends with it. */
async function anneal(
  batch: readonly Pending[],
  annealing: Pick<Annealing, 'anneal' | 'device'>,
  data: LoadedData,
  sink: Sink,
): Promise<boolean> {
  const start = performance.now();
  let results: TrialResult[];
  let by: DeviceInfo;
  try {
    const trials = batch.map((pending) => {
      const spec = builtIn.resolved(pending.spec);
      return annealingOf(pending)!(spec, builtIn.model(spec.model).task(spec, data.get(dataKey(spec.data))));
    });
    const [{ schedule, sweeps }] = trials;
    const each = temperatures(schedule);
    const every = Float64Array.from({ length: each.length * sweeps }, (_, i) => each[Math.floor(i / sweeps)]);
    const done = await annealing.anneal(
      trials.map(({ problem }) => problem),
      every,
    );
    by = done.by;
    results = trials.map(({ problem, read }, i) => read(collapse(done.annealed[i].weights, problem.bank.M)));
  } catch (error) {
    sink.note(`a batch of trials did not run on the GPU (${messageOf(error)}); the threads take it`);
    return false;
  }
  const durationMs = Math.round(((performance.now() - start) / batch.length) * 10) / 10;
  // A GPU that was lost meanwhile has left the batch to the processor.
  const maker =
    by.kind === 'cpu' ? { engine: processorEngine.name } : { engine: by.backend, library: by.name };
  batch.forEach((pending, i) => {
    sink.ended(pending, { result: results[i] }, { ...maker, durationMs });
  });
  return true;
}
