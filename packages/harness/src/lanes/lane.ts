import type { Engine, Trace } from '@mcover/core';
import type { NamedTensors, Registry } from '@mcover/models';
import {
  type Failure,
  type Journal,
  type Outcome,
  type Provenance,
  sealRecord,
  type TrialRecord,
  type TrialSpec,
} from '@mcover/record';
import type { LoadedData } from '../data/share.ts';
import { difference } from '../plan/agreement.ts';
import type { Pending } from '../plan/pending.ts';
import type { Environment } from './provenance.ts';
import type { Assignment } from './worker.ts';

/** What computed a trial, beside what is the same for all trials of a run: `where`, if it was not here. */
export type Maker = Omit<Provenance, keyof Environment> & { readonly where?: Environment };

/** A trial that came to nothing. */
export interface FailedTrial {
  pending: Pending;
  failure: Failure;
}

/** What a trial leaves beside its record, where that is wanted. */
export interface Leavings {
  readonly trace?: Trace | undefined;
  /** Weights that it ended with. */
  readonly weights?: NamedTensors | undefined;
}

/** Takes what lanes make of trials. */
export interface Sink {
  /** The run is to end: lanes hand out no more, and leave what is under way. */
  readonly signal: AbortSignal;
  /** A trial has come so far: a share of its steps. */
  moved(pending: Pending, share: number): void;
  /**
   * A trial has ended: what it leaves is kept, and then its records are written, one for each experiment that waits for
   * it. Of one that has its records already, the result has to be theirs.
   *
   * @param kept is called when all of it is on the disk.
   */
  ended(pending: Pending, outcome: Outcome, made: Maker, leavings?: Leavings, kept?: () => void): void;
  /** A trial is no more needed. */
  dropped(pending: Pending): void;
  /** Takes records that are there already. */
  copied(record: TrialRecord): void;
  /** Takes a line for whoever watches. */
  note(text: string): void;
}

/** A way to have trials computed: threads, a device, other machines. */
export interface Lane {
  takes(pending: Pending): boolean;
  /** Has trials computed that it takes. Gives those that are left, for the lanes after it. */
  run(pending: readonly Pending[], sink: Sink): Promise<readonly Pending[]>;
}

/** What `--engine gpu` found, in one look: devices that are faster than the threads, open until `close`. */
export interface Devices {
  /** Whether networks are trained on one of them, which their trials are then named after. */
  readonly takesTraining: ((spec: TrialSpec, registry: Registry) => boolean) | undefined;
  /** The lanes of the devices, with what a lane that fails goes on with. */
  lanes(setup: LaneSetup): Lane[];
  close(): Promise<void>;
}

/** What lanes are given beside their trials. */
export interface LaneSetup {
  data: LoadedData;
  /** What is wanted beside the records, as in `Assignment`. */
  trace?: Assignment['trace'];
  weights?: Assignment['weights'];
  /** The engine that goes on where a device fails, and the records that count as there. */
  after?: { engine: Pick<Engine, 'name' | 'arithmetic'>; there: ReadonlyMap<string, Journal> };
}

/** What a run tells while it goes on. */
export interface Watcher {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  write(record: TrialRecord): void;
  /** Calls back when all that was written is on the disk; without it, that is so at once. */
  settled?(done: () => void): void;
  /** Keeps what a trial leaves. */
  keep?(pending: Pending, leavings: Leavings): void;
  moved?(pending: Pending, share: number): void;
  /** A trial needs no more time, and what it gave is kept. */
  advance(pending: Pending): void;
  note(text: string): void;
}

/** The one builder of records; `failed` fills up as trials fail. */
export function sinkOf(watcher: Watcher): Sink & { readonly failed: readonly FailedTrial[] } {
  const failed: FailedTrial[] = [];
  const { settled = (done) => done() } = watcher;
  return {
    failed,
    signal: watcher.signal,
    moved: (pending, share) => watcher.moved?.(pending, share),
    ended(pending, given, made, leavings = {}, kept) {
      const outcome = asRecorded(pending, given);
      const { where = watcher.environment, ...own } = made;
      const provenance = { ...own, ...where };
      if ('result' in outcome) watcher.keep?.(pending, leavings);
      for (const experiment of pending.recorded ? [] : pending.experiments)
        watcher.write(sealRecord(experiment, pending.spec, outcome, provenance, pending.id));
      if ('failure' in outcome) failed.push({ pending, failure: outcome.failure });
      settled(() => {
        watcher.advance(pending);
        kept?.();
      });
    },
    dropped: (pending) => settled(() => watcher.advance(pending)),
    copied: (record) => watcher.write(record),
    note: (text) => watcher.note(text),
  };
}

/** The outcome of a trial, a failure where it is another one than is recorded. */
function asRecorded({ spec, recorded }: Pending, outcome: Outcome): Outcome {
  const apart = recorded && 'result' in outcome && difference(spec, recorded, outcome.result);
  if (!apart) return outcome;
  return { failure: { kind: 'OtherResult', message: `its result is not the recorded one: ${apart} now` } };
}

/** Runs trials on the first lane that takes them, and what one leaves on the next. Gives what is left after all. */
export async function runLanes(
  lanes: readonly Lane[],
  pending: readonly Pending[],
  sink: Sink,
): Promise<readonly Pending[]> {
  let left = pending;
  for (const lane of lanes) {
    const own = left.filter((one) => lane.takes(one));
    if (own.length === 0 || sink.signal.aborted) continue;
    left = [...left.filter((one) => !lane.takes(one)), ...(await lane.run(own, sink))];
  }
  return left;
}
