import type { PlannedTrial } from './trials.ts';

/** One part of a job: the `index`th of `count`, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}

/**
 * The trials of one shard, by experiment; an experiment without any is left out. The shards of a job are disjoint,
 * together they are all of it, and their estimated times differ by no more than the longest trial takes: trial
 * number by trial number, the longest first, each goes to the shard with the least to do.
 *
 * What is there already does not matter, so that machines that know nothing of each other agree, and more trials
 * leave those before where they were. A trial that two experiments share is in one shard, for both.
 */
export function shardOf(
  wanted: ReadonlyMap<string, readonly PlannedTrial[]>,
  { index, count }: Shard,
): Map<string, PlannedTrial[]> {
  const own = idsOf([...wanted.values()].flat(), index - 1, count);
  const parts = [...wanted].map(
    ([experiment, trials]) => [experiment, trials.filter(({ id }) => own.has(id))] as const,
  );
  return new Map(parts.filter(([, trials]) => trials.length > 0));
}

function idsOf(trials: readonly PlannedTrial[], index: number, count: number): Set<string> {
  const distinct = [...new Map(trials.map((trial) => [trial.id, trial])).values()];
  const order = distinct.sort(
    (a, b) => a.spec.seed.trial - b.spec.seed.trial || b.seconds - a.seconds || (a.id < b.id ? -1 : 1),
  );
  const loads = new Float64Array(count);
  const own = new Set<string>();
  for (const { id, seconds } of order) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] += seconds;
    if (least === index) own.add(id);
  }
  return own;
}
