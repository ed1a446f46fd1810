import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import { writeValue } from '../summary/parameters.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { writeError, writeP, writeShare, writeSigned } from './number.ts';
import { cell, type Table } from './table.ts';

/** One row a comparison. */
export function comparisonTable({ id, title, comparisons, records }: Experiment): Table {
  const synthetic = isSynthetic(records);
  const cells = comparisons.some(({ cell }) => cell);
  return {
    id: `${id}-comparisons`,
    caption:
      `${title}: differences of means with 95 % intervals, probability that the first has the lower ` +
      'error, p of a permutation test, alone and adjusted by Holm, and the true difference that as many ' +
      'trials find with 80 % power.',
    columns: [
      ...(synthetic ? [{ title: 'data', keys: ['data'], align: 'left' as const }] : []),
      ...(cells ? [{ title: 'at', keys: ['at'], align: 'left' as const }] : []),
      { title: 'A', keys: ['a'], align: 'left' },
      { title: 'B', keys: ['b'], align: 'left' },
      { title: 'A − B [95 %]', keys: ['difference', 'low', 'high'], align: 'right' },
      { title: 'P(A lower)', keys: ['probability_a_lower'], align: 'right' },
      { title: 'p', keys: ['p'], align: 'right' },
      { title: 'p (Holm)', keys: ['p_holm'], align: 'right' },
      { title: '80 % power at', keys: ['detectable'], align: 'right' },
      { title: 'test', keys: ['test'], align: 'left' },
    ],
    rows: comparisons.map((comparison) => [
      ...(synthetic ? [dataCell(comparison)] : []),
      ...(cells ? [cell(comparison.cell)] : []),
      cell(comparison.subject.label),
      cell(comparison.reference.label),
      differenceCell(comparison),
      cell(writeShare(comparison.improvement), comparison.improvement),
      cell(writeP(comparison.p), comparison.p),
      cell(writeP(comparison.adjusted), comparison.adjusted),
      detectableCell(comparison),
      cell(comparison.paired ? 'paired' : 'unpaired'),
    ]),
  };
}

/** The data of both sides, which are those of one cell as a rule. */
function dataCell({ subject, reference }: Comparison) {
  const names = [subject, reference].map(({ group }) => group.parameters['data.name']);
  return cell([...new Set(names)].map((name) => writeValue('data.name', name)).join(' and '));
}

function detectableCell({ detectable }: Comparison) {
  return detectable === undefined ? undefined : cell(writeError(detectable), detectable);
}

function differenceCell({ difference, interval: { low, high } }: Comparison) {
  const text = `${writeSigned(difference)} [${writeError(low)}, ${writeError(high)}]`;
  return cell(text, difference, low, high);
}
