import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { writeP } from '../tables/number.ts';
import { publishedFor } from '../tables/published.ts';
import { resultsTable } from '../tables/results.ts';
import type { Table } from '../tables/table.ts';
import { blocks, code, foldedIf, list } from './markdown.ts';
import { departuresOf, settingOf } from './setting.ts';
import { isSynthetic } from './synthetic.ts';
import { significance, tally, verdict } from './verdict.ts';

/** More rows than this are folded away. */
const longTable = 12;
/** More comparisons than this are counted in a sentence instead of being told one by one. */
const mostVerdicts = 6;
/** More than this are left to the CSV file. */
const mostRows = 24;

/** All that REPORT.md says about one experiment; `hasFigure` when figures/<id>.svg is written. */
export function sectionOf(experiment: Experiment, profile: string, hasFigure: boolean): string {
  const { id, entry, comparisons, groups } = experiment;
  const results = resultsTable(experiment);
  return blocks([
    `## ${escaped(entry?.title ?? id)}`,
    `${entry ? `${entry.reproduces} ` : ''}Experiment ${code(id)}.`,
    isSynthetic(experiment.records)
      ? '**SYNTHETIC data stand in for the data set of this experiment.**'
      : undefined,
    hasFigure ? `![${escaped(results.caption)}](figures/${id}.svg)` : 'No trial of this experiment finished.',
    foldedIf(results.rows.length > longTable, `All ${results.rows.length} groups`, toMarkdown(results)),
    groups.some((group) => publishedFor(id, group)) ? publishedNote : undefined,
    `Files: ${filesOf(results)}${comparisons.length ? `; comparisons: ${filesOf(comparisonTable(experiment))}` : ''}.`,
    failuresOf(experiment),
    settingBlock(experiment),
    `Made by\n\n\`\`\`sh\n${commandOf(experiment, profile)}\n\`\`\``,
    comparisons.length ? comparisonBlock(experiment) : undefined,
  ]);
}

const publishedNote =
  'Published: Table 3 of the paper, where ± is 1.96·sd/√20. Deviation: mean minus published mean, in parentheses in ' +
  'standard errors of that difference, √(sd²/n + (±/1.96)²); beyond ±2 or so the two disagree by more than chance.';

function filesOf({ id }: Table): string {
  return `[CSV](tables/${id}.csv), [LaTeX](tables/${id}.tex)`;
}

function commandOf({ id, entry }: Experiment, profile: string): string {
  return entry
    ? `npx mcover repro --profile ${profile} --only ${id}`
    : 'npx mcover run FILE   # the file of this experiment';
}

function settingBlock(experiment: Experiment): string {
  const departures = departuresOf(experiment);
  const setting = `Setting. ${escaped(settingOf(experiment))}`;
  if (departures === undefined) return setting;
  if (departures.length === 0)
    return `${setting}\n\nThis is the paper's setting, as far as the paper gives it.`;
  return `${setting}\n\n**Not the paper's setting:** ${escaped(departures.join('; '))}.`;
}

/** Failures by kind, with one message each. */
function failuresOf({ records }: Experiment): string | undefined {
  const failures = records.flatMap((record) => record.failure ?? []);
  if (failures.length === 0) return undefined;
  const kinds = [...gather(failures, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = kinds.map(([kind, all]) => `${all.length} × ${code(kind)}: ${code(all[0].message)}`);
  return `**${failures.length} failed ${failures.length === 1 ? 'trial is' : 'trials are'}** not in these numbers:\n\n${list(lines)}`;
}

function comparisonBlock(experiment: Experiment): string {
  const { comparisons } = experiment;
  const table = comparisonTable(experiment);
  const order = comparisons.map((_, i) => i).sort((i, j) => comparisons[i].p - comparisons[j].p || i - j);
  const shown = new Set(order.slice(0, mostRows));
  const rows = table.rows.filter((_, i) => shown.has(i));
  const cut =
    rows.length < table.rows.length ? `, the ${rows.length} of smallest p; all are in the CSV file` : '';
  return blocks([
    '### Comparisons',
    comparisons.length <= mostVerdicts ? list(comparisons.map(verdict).map(capital)) : tally(comparisons),
    foldedIf(
      rows.length > longTable,
      `${table.rows.length} comparisons${cut}`,
      toMarkdown({ ...table, rows }),
    ),
    testNote(experiment),
    weaknessNote(experiment),
  ]);
}

function testNote({ comparisons }: Experiment): string {
  const paired = comparisons.filter((comparison) => comparison.paired).length;
  const how =
    paired === comparisons.length
      ? 'Trials of equal seeds saw the same data and are compared in pairs'
      : `${paired} of the comparisons are between trials of equal seeds, which saw the same data, and are made in pairs`;
  return (
    `${how}: p is of a two-sided permutation test, corrected by Holm for ${comparisons.length} ` +
    `${comparisons.length === 1 ? 'comparison' : 'comparisons'}. ` +
    'P(A lower) is the probability that a trial of A has the lower error, ties counting half.'
  );
}

/** Says so when there are too few trials for any difference to come out significant. */
function weaknessNote({ comparisons }: Experiment): string | undefined {
  const smallest = Math.min(...comparisons.map((comparison) => comparison.smallestP));
  const adjusted = smallest * comparisons.length;
  if (adjusted < significance) return undefined;
  return (
    `**Too few trials**: the smallest p that these can give is ${writeP(smallest)}, and ` +
    `${writeP(Math.min(1, adjusted))} after Holm's correction, so that no difference can be significant here.`
  );
}

function capital(sentence: string): string {
  return sentence[0].toUpperCase() + sentence.slice(1);
}
