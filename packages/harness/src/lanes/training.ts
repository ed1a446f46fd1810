import { emptyTrace } from '@mcover/core';
import { lookRemotely } from '@mcover/core/internals';
import { DeviceError, remedies, type Trainers, trainOnDevice } from '@mcover/gpu';
import { builtIn } from '@mcover/models';
import { type Outcome, plural, type TrialSpec } from '@mcover/record';
import { dataKey } from '../data/share.ts';
import { failureOf } from '../error.ts';
import { planAnew } from '../plan/anew.ts';
import type { Pending } from '../plan/pending.ts';
import type { Lane, LaneSetup, Leavings, Sink } from './lane.ts';
import { keptOf } from './worker.ts';

export interface TrainingSetup extends LaneSetup {
  open(): Promise<Trainers>;
}

/**
 * A GPU that trains networks, one after the other; it takes the trials that are named after its arithmetic. A device
 * that fails is left for good: what it had begun is not gone on with in another arithmetic, but begun anew on the
 * engine after it.
 */
export function trainingLane({ data, open, trace, weights, after }: TrainingSetup): Lane {
  return {
    takes: ({ spec }) => spec.arithmetic === 'gpu',
    async run(pending, sink) {
      const left = [...pending];
      let trainers: Trainers | undefined;
      // What is under way on a device that is closed ends at once, in a fault.
      const stop = () => void trainers?.close();
      sink.signal.addEventListener('abort', stop, { once: true });
      try {
        trainers = await open();
        for (const one of pending) {
          if (sink.signal.aborted) break;
          const start = performance.now();
          const { outcome, leavings } = await attempt(one.spec, { trainers, data, trace, weights });
          const durationMs = Math.round((performance.now() - start) * 10) / 10;
          const { backend, name } = trainers.info;
          sink.ended(one, outcome, { engine: backend, library: name, durationMs }, leavings);
          left.shift();
        }
        return left;
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error;
        if (sink.signal.aborted) return left;
        if (!after) throw error;
        return beginAnew(left, error, after, sink);
      } finally {
        sink.signal.removeEventListener('abort', stop);
        await trainers?.close();
      }
    },
  };
}

/** An exception is an outcome too, unless it is the device's fault. */
async function attempt(
  asked: TrialSpec,
  {
    trainers,
    data,
    trace,
    weights,
  }: Pick<TrainingSetup, 'data' | 'trace' | 'weights'> & { trainers: Trainers },
): Promise<{ outcome: Outcome; leavings?: Leavings }> {
  try {
    const spec = builtIn.resolved(asked);
    const model = builtIn.model(spec.model);
    const task = model.task(spec, data.get(dataKey(spec.data)));
    const { running, destroy } = await trainOnDevice(trainers, model.training!(spec, task));
    try {
      const every = trace === 'default' ? builtIn.everyFor(spec, running.steps) : trace;
      const seen = every === undefined ? undefined : emptyTrace(every);
      if (seen) await lookRemotely(running, seen);
      while (!running.done) {
        await running.advance();
        if (seen) await lookRemotely(running, seen);
      }
      const left = weights && model.tensorsOf(spec, keptOf(await running.tensors(), weights));
      return { outcome: { result: await running.result() }, leavings: { trace: seen, weights: left } };
    } finally {
      destroy();
    }
  } catch (error) {
    if (error instanceof DeviceError) throw error;
    return { outcome: { failure: failureOf(error) } };
  }
}

function beginAnew(
  left: readonly Pending[],
  { message, fault }: DeviceError,
  { engine, there }: NonNullable<TrainingSetup['after']>,
  sink: Sink,
): readonly Pending[] {
  const begun = `${plural(left.length, 'trial')} of networks`;
  const under = `in ${engine.arithmetic} under other ids`;
  sink.note(`${message}; ${begun} begin anew on the threads, ${under}; ${remedies[fault]}`);
  const { pending, copies } = planAnew(left, engine, there);
  for (const record of copies) sink.copied(record);
  // Trials that had been made on the threads before are not made again.
  for (const one of left.slice(0, left.length - pending.length)) sink.dropped(one);
  return pending;
}
