import { plural, type TrialRecord } from '@mcover/record';
import GithubSlugger from 'github-slugger';
import type { RejectedRecord } from '../read/results.ts';
import { fewestForBca } from '../statistics/bootstrap.ts';
import type { Against } from '../summary/against.ts';
import type { Along } from '../summary/along.ts';
import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { escaped } from '../tables/markdown.ts';
import { citation } from './citation.ts';
import { claimsBlock } from './claims.ts';
import type { InsidePart } from './inside.ts';
import { blocks, code, list } from './markdown.ts';
import { originOf } from './origin.ts';
import type { RacePart } from './races.ts';
import { covariatesNote } from './scatter.ts';
import { sectionOf } from './section.ts';
import type { StudyPart } from './studies.ts';

export interface ReportContent {
  records: readonly TrialRecord[];
  rejected: readonly RejectedRecord[];
  profile: string;
  experiments: readonly Experiment[];
  /** Experiments that have a figure. */
  illustrated: ReadonlySet<string>;
  /** Curves of the results of some experiments. */
  curves: ReadonlyMap<string, readonly Along[]>;
  /** Some experiments, once about each number that is held against another. */
  referenced: ReadonlyMap<string, readonly Experiment[]>;
  /** Numbers of some experiments against others. */
  against: ReadonlyMap<string, readonly Against[]>;
  races: ReadonlyMap<string, RacePart>;
  studies: ReadonlyMap<string, StudyPart>;
  /** What was seen inside the trials of some experiments. */
  inside: ReadonlyMap<string, InsidePart>;
  /** Traces that are not drawn. */
  undrawn: Undrawn;
}

export interface Undrawn {
  /** Lines that are no traces. */
  rejected: readonly RejectedRecord[];
  /** Traces of trials that are not among the finished ones. */
  strange: number;
}

/** The text of REPORT.md. */
export function reportText(content: ReportContent): string {
  const { records, rejected, profile, experiments, illustrated, undrawn } = content;
  const { curves, referenced, against, races, studies, inside } = content;
  const links = linksOf(experiments);
  const linkTo = (experiment: Experiment) => links.get(experiment)!;
  return blocks([
    `# mcover report: profile ${code(profile)}`,
    'Learning with several coupled copies of a model: M-cover routing beside its baselines, as in ' +
      '[arXiv:2605.09256](https://arxiv.org/abs/2605.09256).',
    isSynthetic(records)
      ? '> **SYNTHETIC data**: where a title says so, patterns were generated and no data set was used.'
      : undefined,
    records.length === 0 ? 'There are no trials yet.' : undefined,
    rejectedBlock(rejected, 'of the journals, not in these numbers'),
    claimsBlock(experiments, linkTo),
    experiments.length > 1
      ? blocks([
          '## Contents',
          list([...experiments.map((one) => `[${escaped(one.heading)}](${linkTo(one)})`), ...ends]),
        ])
      : undefined,
    ...experiments.map((experiment, i) =>
      sectionOf(experiment, profile, {
        hasFigure: illustrated.has(experiment.id),
        along: curves.get(experiment.id),
        referenced: referenced.get(experiment.id),
        against: against.get(experiment.id),
        race: races.get(experiment.id),
        study: studies.get(experiment.id),
        inside: inside.get(experiment.id),
        twin: twinOf(experiment, experiments.slice(0, i), linkTo),
      }),
    ),
    '## How to read this',
    readingNote(experiments),
    covariatesNote(experiments),
    '## How it was made',
    rejectedBlock(undrawn.rejected, 'among the traces, not drawn'),
    strangeNote(undrawn.strange),
    originOf(records, profile),
    `## To cite\n\n\`\`\`bibtex\n${citation}\`\`\``,
  ]);
}

const ends = [
  '[How to read this](#how-to-read-this)',
  '[How it was made](#how-it-was-made)',
  '[To cite](#to-cite)',
];

/** Where the headings lead, as GitHub and the page name them. */
function linksOf(experiments: readonly Experiment[]): Map<Experiment, string> {
  const slugger = new GithubSlugger();
  slugger.slug('Contents');
  return new Map(experiments.map((experiment) => [experiment, `#${slugger.slug(experiment.heading)}`]));
}

/** The first of earlier experiments that has all trials of this one. */
function twinOf(
  { groups }: Experiment,
  earlier: readonly Experiment[],
  linkTo: (experiment: Experiment) => string,
): { heading: string; href: string } | undefined {
  const idsOf = (of: Experiment['groups']) => of.flatMap(({ trials }) => trials.map(({ id }) => id));
  const own = idsOf(groups);
  const twin = earlier.find((other) => {
    const ids = new Set(idsOf(other.groups));
    return own.length > 0 && own.every((id) => ids.has(id));
  });
  return twin && { heading: twin.heading, href: linkTo(twin) };
}

/** What the numbers, intervals and verdicts are. */
function readingNote(experiments: readonly Experiment[]): string {
  const counts = experiments.flatMap(({ groups }) => groups.map(({ trials }) => trials.length));
  const named = experiments.some(({ flags }) => flags.length > 0);
  return list([
    'Intervals are at 95 %, each by itself: BCa bootstrap of a mean, Wilson of a share, Student or Welch of a difference, and in ' +
      'the table of claims those differences that the permutation test does not reject.' +
      (counts.some((n) => n > 0 && n < fewestForBca)
        ? ` Fewer than ${fewestForBca} trials have no BCa interval (–): it would be much too narrow.`
        : ''),
    ...(named
      ? [
          'Where a table has a share of trials, they are of two kinds, and a mean describes them badly: read the share too. Where all ' +
            'trials gave one value, the interval of the mean has no width and says nothing of the next trial; that of the share does.',
        ]
      : []),
    'p is of a two-sided permutation test, in pairs where trials have equal seeds, corrected by Holm over the comparisons of an ' +
      'experiment, or the pairs of a claim. P(A …) is the probability that a trial of A has the better number, ties counting half. ' +
      '80 % power at: the true difference that a t test at 5 %, uncorrected, finds in four of five such experiments.',
    'A claim of order agrees where some place is significantly as claimed and none the other way. A number agrees where it is ' +
      'within two standard errors of the published one, both errors counted, and its own is no larger; needs n: so many trials a group would ' +
      'have 80 % power, or as small an error.',
  ]);
}

function rejectedBlock(rejected: readonly RejectedRecord[], where: string): string | undefined {
  if (rejected.length === 0) return undefined;
  const lines = rejected.map(({ file, line, reason }) => `${code(`${file}:${line}`)}: ${code(reason)}`);
  return `**${plural(rejected.length, 'damaged line')}** ${where}:\n\n${list(lines)}`;
}

function strangeNote(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${plural(count, 'trace')} of trials that are not among these records ${count === 1 ? 'is' : 'are'} not drawn.`;
}
