import { capital, type Metric } from '@mcover/record';
import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { sayP } from '../tables/number.ts';
import { publishedDifference } from '../tables/published.ts';
import { blocks, foldedIf, list, longTable } from './markdown.ts';
import { significance, tally, verdict } from './verdict.ts';

/** More comparisons than this are counted in a sentence instead of being told one by one. */
const mostVerdicts = 6;
/** More than this are left to the CSV file. */
const mostRows = 24;

/** The comparisons of one experiment, or why there are none; undefined where there is nothing to compare. */
export function comparisonBlock(experiment: Experiment): string | undefined {
  const { comparisons, metric } = experiment;
  const lone = loneNote(experiment);
  if (!metric || comparisons.length === 0) return lone && blocks(['### Comparisons', lone]);
  const table = comparisonTable(experiment);
  const order = comparisons.map((_, i) => i).sort((i, j) => comparisons[i].p - comparisons[j].p || i - j);
  const shown = new Set(order.slice(0, mostRows));
  const rows = table.rows.filter((_, i) => shown.has(i));
  const cut =
    rows.length < table.rows.length ? `, the ${rows.length} of smallest p; all are in the CSV file` : '';
  // What the controls say stands beside the table of results.
  const plain = comparisons.filter(
    ({ subject, reference }) => !subject.group.control && !reference.group.control,
  );
  const told = plain.length ? plain : comparisons;
  return blocks([
    '### Comparisons',
    told.length <= mostVerdicts
      ? list(told.map((one) => capital(verdict(one, metric, publishedOf(experiment, one)))))
      : tally(comparisons),
    foldedIf(
      rows.length > longTable,
      `${table.rows.length} comparisons${cut}`,
      toMarkdown({ ...table, rows }),
    ),
    testNote(comparisons, metric),
    lone,
    weaknessNote(experiment),
  ]);
}

function publishedOf(experiment: Experiment, { subject, reference }: Comparison): number | undefined {
  return publishedDifference(experiment, subject.group, reference.group);
}

function testNote(comparisons: readonly Comparison[], { better, label }: Metric): string {
  const paired = comparisons.filter((comparison) => comparison.paired).length;
  const saw = comparisons.every(({ sameTask }) => sameTask) ? 'saw the same data' : undefined;
  const how =
    paired === comparisons.length
      ? `Trials of equal seeds ${saw ? `${saw} and ` : ''}are compared in pairs`
      : `${paired} of the comparisons are between trials of equal seeds, ${saw ? `which ${saw}, ` : ''}and are made in pairs`;
  return (
    `${how}: p is of a two-sided permutation test, corrected by Holm for ${comparisons.length} ` +
    `${comparisons.length === 1 ? 'comparison' : 'comparisons'}. ` +
    `P(A ${better}) is the probability that a trial of A has the ${better} ${escaped(label)}, ties counting half. ` +
    '80 % power at: the true difference that a t test at the 5 % level, without the correction, finds in four of five such experiments, if ' +
    'trials scatter as these did.'
  );
}

/** Says which groups are not compared for want of a second trial. */
function loneNote({ view, comparisons }: Experiment): string | undefined {
  const lone = view.series.flatMap(({ points }) => points).filter(({ summary }) => summary.n === 1);
  if (view.series.length < 2 || lone.length === 0) return undefined;
  return comparisons.length === 0
    ? 'One trial a method cannot be compared: it does not tell a difference from chance. Run more with `--trials`.'
    : 'Groups of one trial are left out: one trial cannot be compared.';
}

/** Says so when there are too few trials for any difference to come out significant. */
function weaknessNote({ comparisons }: Experiment): string | undefined {
  const smallest = Math.min(...comparisons.map((comparison) => comparison.smallestP));
  const adjusted = smallest * comparisons.length;
  if (adjusted < significance) return undefined;
  return (
    `**Too few trials**: the smallest p that these can give is ${sayP(smallest)}, and ` +
    `${sayP(Math.min(1, adjusted))} after Holm's correction, so that no difference can be significant here.`
  );
}
