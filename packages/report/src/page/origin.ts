import type { Provenance, TrialRecord } from '@mcover/record';
import { code, list } from './markdown.ts';

/** How the records were made, from their provenance. */
export function originOf(records: readonly TrialRecord[], profile: string): string {
  if (records.length === 0) return 'There are no trials yet.';
  const failed = records.filter((record) => record.failure).length;
  const finished = records.length - failed;
  return list([
    `profile ${code(profile)}`,
    `${finished} finished ${finished === 1 ? 'trial' : 'trials'}${failed ? `, **${failed} failed**` : ''}`,
    `compute time ${writeDuration(records)} in all, over all threads`,
    `engine: ${spread(records, 'engine')}`,
    `runtime: ${spread(records, 'runtime')}`,
    `commit: ${spread(records, 'commit')}`,
    `platform: ${spread(records, 'platform')}`,
  ]);
}

/** The values of a field with the number of trials of each, when there are several. */
function spread(records: readonly TrialRecord[], field: keyof Provenance): string {
  const counts = new Map<string, number>();
  for (const { provenance } of records) {
    const value = String(provenance[field]);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  if (values.length === 1) return code(values[0][0]);
  return values.map(([value, count]) => `${code(value)} (${count} trials)`).join(', ');
}

function writeDuration(records: readonly TrialRecord[]): string {
  const seconds = records.reduce((total, { provenance }) => total + provenance.durationMs, 0) / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  return minutes < 100 ? `${minutes.toFixed(1)} min` : `${(minutes / 60).toFixed(1)} h`;
}
