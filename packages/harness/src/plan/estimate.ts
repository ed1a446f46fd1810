import type { Journal, TrialRecord, TrialSpec } from '@mcover/record';
import { modelOf } from '../models/index.ts';
import type { PlannedTrial } from './trials.ts';

/** Seconds that a trial takes on one thread. */
export type Pace = (trial: PlannedTrial) => number;

/**
 * How fast an engine works: as it did in the records of the same engine and model, or else by the model's table.
 */
export function paceOf(engine: string, journals: ReadonlyMap<string, Journal>): Pace {
  const seen = new Map<string, { milliseconds: number; cost: number }>();
  for (const record of [...journals.values()].flatMap((journal) => journal.records)) {
    if (record.result && record.provenance.engine === engine) note(seen, record);
  }
  return ({ spec, cost }) => (cost * nanoseconds(spec, engine, seen)) / 1e9;
}

type Seen = Map<string, { milliseconds: number; cost: number }>;

function note(seen: Seen, { spec, provenance }: TrialRecord): void {
  const before = seen.get(spec.model) ?? { milliseconds: 0, cost: 0 };
  seen.set(spec.model, {
    milliseconds: before.milliseconds + provenance.durationMs,
    cost: before.cost + modelOf(spec).cost(spec),
  });
}

function nanoseconds(spec: TrialSpec, engine: string, seen: Seen): number {
  const past = seen.get(spec.model);
  if (past && past.cost > 0) return (past.milliseconds * 1e6) / past.cost;
  return modelOf(spec).nanoseconds[engine];
}

/** Seconds until all trials are done: at best all threads are busy to the end, and none is cut in two. */
export function wallSeconds(trials: readonly PlannedTrial[], workers: number, pace: Pace): number {
  const each = trials.map(pace);
  const total = each.reduce((sum, seconds) => sum + seconds, 0);
  return Math.max(total / workers, ...each, 0);
}
