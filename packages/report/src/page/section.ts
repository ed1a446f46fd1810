import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { sayP } from '../tables/number.ts';
import { publishedFor } from '../tables/published.ts';
import { resultsTable } from '../tables/results.ts';
import type { Table } from '../tables/table.ts';
import { controlsNote } from './controls.ts';
import { blocks, code, foldedIf, list } from './markdown.ts';
import { departuresOf, settingOf } from './setting.ts';
import { syntheticNote } from './synthetic.ts';
import { significance, tally, verdict } from './verdict.ts';

/** More rows than this are folded away. */
const longTable = 12;
/** More comparisons than this are counted in a sentence instead of being told one by one. */
const mostVerdicts = 6;
/** More than this are left to the CSV file. */
const mostRows = 24;

/** All that REPORT.md says about one experiment; `hasFigure` when figures/<id>.svg is written. */
export function sectionOf(experiment: Experiment, profile: string, hasFigure: boolean): string {
  const { id, title, entry, comparisons } = experiment;
  const results = resultsTable(experiment);
  return blocks([
    `## ${escaped(title)}`,
    `${entry ? `${entry.reproduces} ` : ''}Experiment ${code(id)}.`,
    syntheticNote(experiment),
    hasFigure ? `![${escaped(results.caption)}](figures/${id}.svg)` : 'No trial of this experiment finished.',
    foldedIf(results.rows.length > longTable, `All ${results.rows.length} groups`, toMarkdown(results)),
    publishedNote(experiment),
    controlsNote(experiment),
    `Files: ${filesOf(results)}${comparisons.length ? `; comparisons: ${filesOf(comparisonTable(experiment))}` : ''}.`,
    failuresOf(experiment),
    settingBlock(experiment),
    `Made by\n\n\`\`\`sh\n${commandOf(experiment, profile)}\n\`\`\``,
    comparisons.length ? comparisonBlock(experiment) : undefined,
  ]);
}

function publishedNote({ id, groups }: Experiment): string | undefined {
  const [value] = groups.flatMap((group) => publishedFor(id, group) ?? []);
  if (!value) return undefined;
  const [reading, error] =
    value.standardErrors === 1
      ? [
          'whose caption calls ± a confidence interval. Appendix A.2 says of the committee machine that "Error bars ' +
            'correspond to standard errors", and so ± is taken here; taken for 95 % intervals, the deviations would ' +
            'count for more. On the figure, intervals of 95 % are drawn, ±1.96 of these errors.',
          '±²',
        ]
      : ['where ± is 1.96·sd/√20.', '(±/1.96)²'];
  return (
    `Published: Table 3 of the paper, ${reading} Deviation: mean minus published mean, in parentheses in standard ` +
    `errors of that difference, √(sd²/n + ${error}); beyond ±2 or so the two disagree by more than chance.`
  );
}

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
  // What the controls say stands beside the table of results.
  const plain = comparisons.filter(
    ({ subject, reference }) => !subject.group.control && !reference.group.control,
  );
  const told = plain.length ? plain : comparisons;
  return blocks([
    '### Comparisons',
    told.length <= mostVerdicts ? list(told.map(verdict).map(capital)) : tally(comparisons),
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
  const saw = sameDataOf(comparisons);
  const how =
    paired === comparisons.length
      ? `Trials of equal seeds ${saw ? `${saw} and ` : ''}are compared in pairs`
      : `${paired} of the comparisons are between trials of equal seeds, ${saw ? `which ${saw}, ` : ''}and are made in pairs`;
  return (
    `${how}: p is of a two-sided permutation test, corrected by Holm for ${comparisons.length} ` +
    `${comparisons.length === 1 ? 'comparison' : 'comparisons'}. ` +
    'P(A lower) is the probability that a trial of A has the lower error, ties counting half.'
  );
}

/** What trials of equal seeds have in common; undefined where some had other tasks. */
function sameDataOf(comparisons: readonly Comparison[]): string | undefined {
  if (!comparisons.every(({ sameTask }) => sameTask)) return undefined;
  const subsets = comparisons.every(({ subject }) => 'classes' in subject.group.parameters);
  return subsets ? 'learned from the same training subsets' : 'saw the same data';
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

function capital(sentence: string): string {
  return sentence[0].toUpperCase() + sentence.slice(1);
}
