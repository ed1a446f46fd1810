import type { Metric, TrialRecord } from '@mcover/record';

/** What the trials of an experiment are judged by. */
export interface Measures {
  /** What the experiment is about. Absent where no trial finished. */
  metric?: Metric;
  /** Numbers whose means stand beside it. */
  beside: readonly Metric[];
  /** Flags, whose shares stand beside it. */
  flags: readonly Metric[];
}

/** Those metrics that some results hold; where nothing is known of them, their first number, the lower the better. */
export function measuresOf(records: readonly TrialRecord[], described: readonly Metric[] = []): Measures {
  const known = described.filter(({ key }) =>
    records.some(({ result }) => numberOf(result?.[key]) !== undefined),
  );
  const [metric = firstNumber(records), ...others] = known;
  return {
    ...(metric && { metric }),
    beside: others.filter(({ flag }) => !flag),
    flags: known.filter(({ flag }) => flag),
  };
}

/** A number of a result, or a flag as 0 or 1. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

/** Of the result with the least id, so that the order of the records does not matter. */
function firstNumber(records: readonly TrialRecord[]): Metric | undefined {
  const [first] = records.filter(({ result }) => result).sort((a, b) => (a.id < b.id ? -1 : 1));
  const [key] = Object.entries(first?.result ?? {}).find(([, value]) => typeof value === 'number') ?? [];
  return key === undefined ? undefined : { key, label: key, better: 'lower' };
}
