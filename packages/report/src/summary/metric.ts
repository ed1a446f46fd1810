import type { TrialRecord } from '@mcover/record';

/** The number of a result that an experiment is about. The lower the better. */
export interface Metric {
  key: string;
  name: string;
  /** Title of an axis. */
  axis: string;
}

/** In the order of preference. */
const metrics: readonly Metric[] = [
  { key: 'generalizationError', name: 'generalization error', axis: 'generalization error ε_g' },
  { key: 'testError', name: 'test error', axis: 'test error' },
];

/** The first known number that the results hold, else their first number by name; none if no trial finished. */
export function metricOf(records: readonly TrialRecord[]): Metric | undefined {
  const numbers = new Set(
    records.flatMap(({ result = {} }) =>
      Object.keys(result).filter((key) => typeof result[key] === 'number'),
    ),
  );
  const known = metrics.find(({ key }) => numbers.has(key));
  if (known) return known;
  const [key] = [...numbers].sort();
  return key === undefined ? undefined : { key, name: key, axis: key };
}
