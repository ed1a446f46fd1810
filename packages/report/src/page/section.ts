import { plural } from '@mcover/record';
import { theoryOf } from '../figures/theory.ts';
import type { Against } from '../summary/against.ts';
import type { Along } from '../summary/along.ts';
import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import { countedRecords } from '../summary/races.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { publishedFor, sourceOf } from '../tables/published.ts';
import { resultsTable } from '../tables/results.ts';
import type { Table } from '../tables/table.ts';
import { againstBlock } from './against.ts';
import { alongBlock } from './along.ts';
import { captionOf, outcomeOf, seenIn } from './caption.ts';
import { commandsOf, pooledNote } from './command.ts';
import { comparisonBlock } from './comparisons.ts';
import { controlsNote } from './controls.ts';
import { costBlock } from './cost.ts';
import { type InsidePart, insideBlock } from './inside.ts';
import { blocks, captioned, code, folded, list } from './markdown.ts';
import { type RacePart, raceBlock } from './races.ts';
import { referenceBlock } from './reference.ts';
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
  /** The experiment, once about each number that is held against another. */
  referenced: readonly Experiment[] | undefined;
  /** Numbers against others. */
  against: readonly Against[] | undefined;
  /** What was tuned. */
  race: RacePart | undefined;
  /** What was to be decided. */
  study: StudyPart | undefined;
  inside: InsidePart | undefined;
  /** An experiment told before that has all its trials. */
  twin: { heading: string; href: string } | undefined;
}

/** All that REPORT.md says about one experiment. */
export function sectionOf(experiment: Experiment, profile: string, shown: Shown): string {
  const { heading, title, comparisons, description } = experiment;
  return blocks([
    `## ${escaped(heading)}`,
    [...(title === heading ? [] : [`**${escaped(title)}.**`]), ...summaryOf(experiment)].join(' ') ||
      undefined,
    syntheticNote(experiment),
    ...(shown.twin ? [twinNote(experiment, shown.twin)] : evidenceOf(experiment, shown)),
    failuresOf(experiment),
    departureNote(experiment),
    folded(
      'Setting, commands and files',
      blocks([
        [description.paper?.reproduces, description.note, description.paper?.reading]
          .flatMap((said) => (said ? escaped(said) : []))
          .join(' ') || undefined,
        theoryNote(experiment),
        escaped(settingOf(experiment)),
        `\`\`\`sh\n${commandsOf(experiment, profile)}\n\`\`\``,
        `Experiment ${code(experiment.id)}. Files: ${filesOf(resultsTable(experiment))}${comparisons.length ? `; comparisons: ${filesOf(comparisonTable(experiment))}` : ''}.`,
      ]),
    ),
  ]);
}

function summaryOf(experiment: Experiment): string[] {
  const outcome = outcomeOf(experiment);
  return outcome === undefined ? [] : [escaped(outcome)];
}

/** Figures, tables and comparisons. */
function evidenceOf(
  experiment: Experiment,
  { hasFigure, along, referenced, against, race, study, inside }: Shown,
): (string | undefined)[] {
  const { id } = experiment;
  const results = resultsTable(experiment);
  return [
    // A study is of its own cells, and what follows the races is of their winners.
    race && study && studyBlock(study),
    race && raceBlock(race),
    hasFigure
      ? `![${escaped(seenIn(experiment))}](figures/${id}.svg)`
      : 'No trial of this experiment finished.',
    hasFigure ? escaped(captionOf(experiment)) : undefined,
    race ? undefined : study && studyBlock(study),
    comparisonBlock(experiment),
    controlsNote(experiment),
    folded(
      `All numbers of ${plural(results.rows.length, 'group')}`,
      blocks([
        captioned(results.caption, toMarkdown(results)),
        pooledNote(experiment),
        publishedNote(experiment),
      ]),
    ),
    costBlock(experiment),
    along && alongBlock(experiment, along),
    referenced && referenceBlock(experiment, referenced),
    against && againstBlock(experiment, against),
    ...experiment.scatters.map((scatter) => scatterBlock(experiment, scatter)),
    inside && insideBlock(inside),
  ];
}

/** In the place of the same trials once more. */
function twinNote({ groups }: Experiment, { heading, href }: NonNullable<Shown['twin']>): string {
  const trials = groups.reduce((sum, group) => sum + group.trials.length, 0);
  return `Its ${plural(trials, 'trial')} are among those of [${escaped(heading)}](${href}), and are shown there.`;
}

function publishedNote(experiment: Experiment): string | undefined {
  const { groups, description } = experiment;
  const [value] = groups.flatMap((group) => publishedFor(experiment, group) ?? []);
  if (!value) return undefined;
  const { standardErrors } = value;
  const one = standardErrors === 1 ? 'a standard error' : `${standardErrors} standard errors`;
  return `Published: ${escaped(sourceOf(description))}, where ± is ${one}. Deviations are in standard errors, both counted.`;
}

function theoryNote(experiment: Experiment): string | undefined {
  const theory = theoryOf(experiment);
  return theory && `Theory on the figure: ${escaped(theory.source)}`;
}

function filesOf({ id }: Table): string {
  return `[CSV](tables/${id}.csv), [LaTeX](tables/${id}.tex)`;
}

function departureNote(experiment: Experiment): string | undefined {
  const departures = departuresOf(experiment);
  if (departures === undefined) return undefined;
  return departures.length === 0
    ? "This is the paper's setting, as far as the paper gives it."
    : `**Not the paper's setting:** ${escaped(departures.join('; '))}.`;
}

/** More messages of failures than this are counted instead of being told one by one. */
const mostMessages = 6;

/** Failures by kind and message. Those of a race are told with it. */
function failuresOf({ description, races, judgement }: Experiment): string | undefined {
  const { judged, ofWinners } = judgement;
  const { tune } = description;
  const failures = judged.flatMap((record) => record.failure ?? []);
  if (failures.length === 0) return undefined;
  const alike = [...gather(failures, ({ kind, message }) => JSON.stringify([kind, message]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, all]) => all);
  const lines = alike
    .slice(0, mostMessages)
    .map((all) => `${all.length} × ${code(all[0].kind)}: ${code(all[0].message)}`);
  const more = alike.slice(mostMessages).flat().length;
  const of = ofWinners ? ' of winners' : '';
  const left = tune && ofWinners ? countedRecords(judged, tune, races) : judged;
  const counted = failures.length - left.filter(({ failure }) => failure).length;
  const but =
    counted > 0
      ? `; in the table of winners and in comparisons ${counted} that diverged ${counted === 1 ? 'counts' : 'count'} as the worst of the range`
      : '';
  return `**${failures.length} failed ${failures.length === 1 ? `trial${of} is` : `trials${of} are`}** not in these numbers${but}:\n\n${list([...lines, ...(more > 0 ? [`${more} × other messages`] : [])])}`;
}
