import type { TrialRecord } from '@mcover/record';

/** Whether some records were made with generated data where the paper has a data set. */
export function isSynthetic(records: readonly TrialRecord[]): boolean {
  return records.some(({ spec: { data } }) => /synthetic|hidden-manifold/.test(data.name));
}
