import type { Measured } from './measure.ts';
import type { Row } from './study.ts';

/** What is reported of a timed task. */
export function rowOf(
  { median, interval, deviation, shortest }: Measured,
  what: Pick<Row, 'series' | 'subject' | 'at' | 'unit'>,
): Row {
  return { ...what, median, interval, deviation, shortest };
}
