import { plural, type TrialRecord } from '@mcover/record';
import { gather } from '../summary/gather.ts';
import { code, list } from './markdown.ts';

/** How the trials were made, from the provenance of their records. */
export function originOf(records: readonly TrialRecord[], profile: string): string | undefined {
  if (records.length === 0) return undefined;
  const trials = trialsOf(records);
  const failed = trials.filter((record) => record.failure).length;
  const roots = new Set(trials.map(({ spec }) => spec.seed.root));
  return list([
    `profile ${code(profile)}`,
    `${plural(trials.length - failed, 'finished trial')}${failed ? `, **${failed} failed**` : ''}`,
    `${roots.size === 1 ? 'root seed' : 'root seeds'}: ${spread(trials, ({ spec }) => spec.seed.root)}`,
    `compute time ${writeDuration(trials)} in all, over all threads`,
    `engine: ${spread(trials, ({ provenance }) => provenance.engine)}`,
    `runtime: ${spread(trials, ({ provenance }) => provenance.runtime)}`,
    `program: ${spread(trials, programOf)}`,
    `commit: ${spread(trials, ({ provenance }) => provenance.commit)}`,
    `platform: ${spread(trials, ({ provenance }) => provenance.platform)}`,
  ]);
}

/** Version and digest of the built code; records of before these were noted have none. */
function programOf({ provenance: { version, build } }: TrialRecord): string {
  if (version === undefined) return 'unknown';
  return build === undefined ? version : `${version}, build ${build.slice(0, 12)}`;
}

/**
 * One record a trial: experiments that share a trial each have it in their journal. A result goes before a
 * failure, and the least sum decides the rest, so that the order of the records does not matter.
 */
function trialsOf(records: readonly TrialRecord[]): TrialRecord[] {
  const failures = (record: TrialRecord) => Number(record.failure !== undefined);
  return [...gather(records, ({ id }) => id).values()].map(
    (same) => [...same].sort((a, b) => failures(a) - failures(b) || (a.sum < b.sum ? -1 : 1))[0],
  );
}

/** The values of a field with the number of trials of each, when there are several. */
function spread(trials: readonly TrialRecord[], pick: (record: TrialRecord) => string | number): string {
  const counts = new Map<string | number, number>();
  for (const trial of trials) counts.set(pick(trial), (counts.get(pick(trial)) ?? 0) + 1);
  const values = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  if (values.length === 1) return code(String(values[0][0]));
  return values.map(([value, count]) => `${code(String(value))} (${plural(count, 'trial')})`).join(', ');
}

function writeDuration(trials: readonly TrialRecord[]): string {
  const timeOf = ({ provenance: { durationMs, threads = 1 } }: TrialRecord) => threads * durationMs;
  const seconds = trials.reduce((total, trial) => total + timeOf(trial), 0) / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  return minutes < 100 ? `${minutes.toFixed(1)} min` : `${(minutes / 60).toFixed(1)} h`;
}
