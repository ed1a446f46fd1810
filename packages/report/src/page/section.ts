import { theoryOf } from '../figures/theory.ts';
import type { Along } from '../summary/along.ts';
import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { publishedFor, sourceOf } from '../tables/published.ts';
import { resultsTable } from '../tables/results.ts';
import type { Table } from '../tables/table.ts';
import { alongBlock } from './along.ts';
import { commandsOf, pooledNote } from './command.ts';
import { comparisonBlock } from './comparisons.ts';
import { controlsNote } from './controls.ts';
import { type InsidePart, insideBlock } from './inside.ts';
import { blocks, code, foldedIf, list, longTable } from './markdown.ts';
import { scatterBlock } from './scatter.ts';
import { departuresOf, settingOf } from './setting.ts';
import { type StudyPart, studyBlock } from './studies.ts';
import { syntheticNote } from './synthetic.ts';

/** What a section shows beside its tables. */
export interface Shown {
  /** Whether figures/<id>.svg is written. */
  hasFigure: boolean;
  /** Curves of the results. */
  along: readonly Along[] | undefined;
  /** What was to be decided. */
  study: StudyPart | undefined;
  inside: InsidePart | undefined;
}

/** All that REPORT.md says about one experiment. */
export function sectionOf(
  experiment: Experiment,
  profile: string,
  { hasFigure, along, study, inside }: Shown,
): string {
  const { id, title, description, comparisons } = experiment;
  const results = resultsTable(experiment);
  return blocks([
    `## ${escaped(title)}`,
    [
      `Experiment ${code(id)}.`,
      ...[description.paper?.reproduces, description.note].flatMap((said) => (said ? escaped(said) : [])),
    ].join(' '),
    syntheticNote(experiment),
    hasFigure ? `![${escaped(results.caption)}](figures/${id}.svg)` : 'No trial of this experiment finished.',
    study && studyBlock(study),
    along && alongBlock(experiment, along),
    ...experiment.scatters.map((scatter) => scatterBlock(experiment, scatter)),
    foldedIf(results.rows.length > longTable, `All ${results.rows.length} groups`, toMarkdown(results)),
    pooledNote(experiment),
    publishedNote(experiment),
    theoryNote(experiment),
    controlsNote(experiment),
    `Files: ${filesOf(results)}${comparisons.length ? `; comparisons: ${filesOf(comparisonTable(experiment))}` : ''}.`,
    failuresOf(experiment),
    settingBlock(experiment),
    `Made by (in a checkout of the program: \`npx mcover\`)\n\n\`\`\`sh\n${commandsOf(experiment, profile)}\n\`\`\``,
    inside && insideBlock(inside),
    comparisonBlock(experiment),
  ]);
}

function publishedNote(experiment: Experiment): string | undefined {
  const { groups, description } = experiment;
  const [value] = groups.flatMap((group) => publishedFor(experiment, group) ?? []);
  if (!value) return undefined;
  const { standardErrors } = value;
  const [one, error] =
    standardErrors === 1
      ? ['a standard error', '±²']
      : [`${standardErrors} standard errors`, `(±/${standardErrors})²`];
  return [
    `Published: ${escaped(sourceOf(description))}, where ± is ${one}.`,
    ...(description.paper?.reading ? [escaped(description.paper.reading)] : []),
    'Deviation: mean minus published mean, in parentheses in standard errors of that difference, ' +
      `√(sd²/n + ${error}); beyond ±2 or so the two disagree by more than chance.`,
  ].join(' ');
}

function theoryNote(experiment: Experiment): string | undefined {
  const theory = theoryOf(experiment);
  return theory && `Theory on the figure: ${escaped(theory.source)}`;
}

function filesOf({ id }: Table): string {
  return `[CSV](tables/${id}.csv), [LaTeX](tables/${id}.tex)`;
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
