import type { TrialRecord } from '@mcover/record';

/** The number of a result that an experiment is about. The lower the better. */
export interface Metric {
  key: string;
  name: string;
  /** Numbers whose means stand beside it in a table. */
  beside: readonly { key: string; name: string; decimals: number }[];
}

/** In the order of preference. */
const metrics: readonly Metric[] = [
  { key: 'generalizationError', name: 'generalization error', beside: [] },
  {
    key: 'testError',
    name: 'test error',
    beside: [
      { key: 'trainError', name: 'train error', decimals: 4 },
      { key: 'epochs', name: 'epochs', decimals: 0 },
    ],
  },
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
  return key === undefined ? undefined : { key, name: key, beside: [] };
}
