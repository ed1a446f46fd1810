import type { TrialRecord } from '@mcover/record';
import { isStandIn } from './parameters.ts';

/** Whether some records were made with patterns that stand in for a data set. */
export function isSynthetic(records: readonly TrialRecord[]): boolean {
  return records.some(({ spec }) => isStandIn(spec));
}
