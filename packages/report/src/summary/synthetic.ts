import type { TrialRecord } from '@mcover/record';

/** Whether some records were made with patterns that were drawn where a model of images has a data set. */
export function isSynthetic(records: readonly TrialRecord[]): boolean {
  return records.some(({ spec: { data } }) => data.name === 'hidden-manifold');
}
