import { plural, type TrialRecord } from '@mcover/record';
import type { RejectedRecord } from '../read/results.ts';
import { fewestForBca } from '../statistics/bootstrap.ts';
import type { Along } from '../summary/along.ts';
import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { escaped } from '../tables/markdown.ts';
import { citation } from './citation.ts';
import type { InsidePart } from './inside.ts';
import { blocks, code, list } from './markdown.ts';
import { originOf } from './origin.ts';
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
  const { records, rejected, profile, experiments, illustrated, curves, studies, inside, undrawn } = content;
  return blocks([
    `# mcover report: profile ${code(profile)}`,
    'Learning with several coupled copies of a model: M-cover routing beside its baselines, as in ' +
      '[arXiv:2605.09256](https://arxiv.org/abs/2605.09256). Every number is computed from trial records and stands ' +
      'beside the published one where there is one.',
    isSynthetic(records)
      ? '> **SYNTHETIC data**: where a title says so, patterns were generated and no data set was used.'
      : undefined,
    originOf(records, profile),
    rejectedBlock(rejected, 'of the journals, not in these numbers'),
    rejectedBlock(undrawn.rejected, 'among the traces, not drawn'),
    strangeNote(undrawn.strange),
    intervalsNote(experiments),
    covariatesNote(experiments),
    ...experiments.map((experiment) =>
      sectionOf(experiment, profile, {
        hasFigure: illustrated.has(experiment.id),
        along: curves.get(experiment.id),
        study: studies.get(experiment.id),
        inside: inside.get(experiment.id),
      }),
    ),
    `## To cite\n\n\`\`\`bibtex\n${citation}\`\`\``,
  ]);
}

/** What all intervals are, and what is to be known of those that these records have. */
function intervalsNote(experiments: readonly Experiment[]): string {
  const counts = experiments.flatMap(({ groups }) => groups.map(({ trials }) => trials.length));
  return [
    'Intervals are at 95 % confidence.',
    ...(counts.some((n) => n > 0 && n < fewestForBca) ? [fewNote] : []),
    ...(experiments.some(({ flags }) => flags.length > 0) ? [flagNote(experiments)] : []),
  ].join(' ');
}

const fewNote =
  `Fewer than ${fewestForBca} trials have no BCa interval (–): their resamples are too alike, and it would be much ` +
  'too narrow.';

/** Of what a model says to have come out well or badly, a mean of all trials tells little. */
function flagNote(experiments: readonly Experiment[]): string {
  const labels = new Set(experiments.flatMap(({ flags }) => flags.map(({ label }) => escaped(label))));
  return (
    `Where a table has a share of trials (${[...labels].join(', ')}), they are of two kinds, and a mean describes them ` +
    'badly: read the share and the median beside it, and rather the BCa interval than the t interval where the two ' +
    'differ. Where all trials gave the same value, both have no width and say nothing of the next trial; the interval ' +
    'of the share does.'
  );
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
