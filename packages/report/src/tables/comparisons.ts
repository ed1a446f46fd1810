import type { Metric } from '@mcover/record';
import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { writeError, writeP, writeShare, writeSigned } from './number.ts';
import { entry, type Table } from './table.ts';

/** One row a comparison. */
export function comparisonTable(experiment: Experiment): Table {
  const { id, title, comparisons, records, metric } = experiment;
  const { better, label, decimals }: Omit<Metric, 'key'> = metric ?? { better: 'lower', label: 'result' };
  const synthetic = isSynthetic(records);
  const several = comparisons.some(({ at }) => at);
  return {
    id: `${id}-comparisons`,
    caption:
      `${title}: differences of means with 95 % intervals, probability that the first has the ` +
      `${better} ${label}, p of a permutation test, alone and adjusted by Holm, and the true difference that as many ` +
      'trials find with 80 % power.',
    columns: [
      ...(synthetic ? [{ title: 'data', keys: ['data'], align: 'left' as const }] : []),
      ...(several ? [{ title: 'at', keys: ['at'], align: 'left' as const }] : []),
      { title: 'A', keys: ['a'], align: 'left' },
      { title: 'B', keys: ['b'], align: 'left' },
      { title: 'A − B [95 %]', keys: ['difference', 'low', 'high'], align: 'right' },
      { title: `P(A ${better})`, keys: [`probability_a_${better}`], align: 'right' },
      { title: 'p', keys: ['p'], align: 'right' },
      { title: 'p (Holm)', keys: ['p_holm'], align: 'right' },
      { title: '80 % power at', keys: ['detectable'], align: 'right' },
      { title: 'test', keys: ['test'], align: 'left' },
    ],
    rows: comparisons.map((comparison) => [
      ...(synthetic ? [dataEntry(comparison, experiment)] : []),
      ...(several ? [entry(comparison.at)] : []),
      entry(comparison.subject.label),
      entry(comparison.reference.label),
      differenceEntry(comparison, decimals),
      entry(writeShare(comparison.improvement), comparison.improvement),
      entry(writeP(comparison.p), comparison.p),
      entry(writeP(comparison.adjusted), comparison.adjusted),
      detectableEntry(comparison, decimals),
      entry(comparison.paired ? 'paired' : 'unpaired'),
    ]),
  };
}

/** The data of both sides, which are those of one place as a rule. */
function dataEntry({ subject, reference }: Comparison, { notations }: Experiment) {
  const names = [subject, reference].map(({ group }) => group.parameters['data.name']);
  return entry([...new Set(names)].map((name) => notations.writeValue('data.name', name)).join(' and '));
}

function detectableEntry({ detectable }: Comparison, decimals?: number) {
  return detectable === undefined ? undefined : entry(writeError(detectable, decimals), detectable);
}

function differenceEntry({ difference, interval: { low, high } }: Comparison, decimals?: number) {
  const text = `${writeSigned(difference, decimals)} [${writeError(low, decimals)}, ${writeError(high, decimals)}]`;
  return entry(text, difference, low, high);
}
