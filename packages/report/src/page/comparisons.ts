import { capital, plural } from '@mcover/record';
import { significance } from '../statistics/interval.ts';
import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { toMarkdown } from '../tables/markdown.ts';
import { sayP } from '../tables/number.ts';
import { publishedDifference } from '../tables/published.ts';
import { blocks, captioned, folded, list } from './markdown.ts';
import { smallestAdjusted, tally, verdict } from './verdict.ts';

/** More comparisons than this are counted in a sentence instead of being told one by one. */
const mostVerdicts = 6;
/** More than this are left to the CSV file. */
const mostRows = 24;

/** The comparisons of one experiment, or why there are none; undefined where there is nothing to compare. */
export function comparisonBlock(experiment: Experiment): string | undefined {
  const { comparisons, metric } = experiment;
  const lone = loneNote(experiment);
  if (!metric || comparisons.length === 0) return lone;
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
    told.length <= mostVerdicts
      ? list(told.map((one) => capital(verdict(one, metric, publishedOf(experiment, one)))))
      : tally(comparisons),
    lone,
    weaknessNote(experiment),
    folded(
      `${plural(table.rows.length, 'comparison')}${cut}`,
      blocks([captioned(table.caption, toMarkdown({ ...table, rows })), pairingNote(comparisons)]),
    ),
  ]);
}

function publishedOf(experiment: Experiment, { subject, reference }: Comparison): number | undefined {
  return publishedDifference(experiment, subject.group, reference.group);
}

/** How trials are paired, and how many comparisons Holm's correction is for. */
function pairingNote(comparisons: readonly Comparison[]): string {
  const paired = comparisons.filter((comparison) => comparison.paired).length;
  const saw = comparisons.every(({ sameTask }) => sameTask) ? ', which saw the same data' : '';
  const which = paired === comparisons.length ? 'All' : paired === 0 ? 'None' : `${paired}`;
  return `${which} paired by seeds${saw}; p (Holm) is corrected for ${plural(comparisons.length, 'comparison')}; intervals are each at 95 %.`;
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
  const adjusted = smallestAdjusted(comparisons);
  if (adjusted < significance) return undefined;
  const smallest = Math.min(...comparisons.map((comparison) => comparison.smallestP));
  return (
    `**Too few trials**: the smallest p that these can give is ${sayP(smallest)}, and ` +
    `${sayP(adjusted)} after Holm's correction, so that no difference can be significant here.`
  );
}
