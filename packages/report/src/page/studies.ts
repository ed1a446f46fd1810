import { plural } from '@mcover/record';
import { curvesFigure } from '../figures/curves.ts';
import { colours, grey } from '../figures/palette.ts';
import type { Experiment } from '../summary/experiment.ts';
import { type CellStudy, cellLabels, cellStudies } from '../summary/studies.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { writeError, writeSigned } from '../tables/number.ts';
import { entry, type Table } from '../tables/table.ts';
import { blocks, captioned, folded } from './markdown.ts';

/** The part of a section that says what a sequential study has found. */
export interface StudyPart {
  experiment: Experiment;
  studies: readonly (CellStudy & { name: string })[];
}

/** Nothing where the experiment has nothing to decide, or no whole batch of trials yet. */
export function studyPartOf(experiment: Experiment): StudyPart | undefined {
  const { description, records } = experiment;
  if (!description.decide) return undefined;
  const labels = cellLabels(experiment);
  const studies = cellStudies(records, description.decide)
    .filter(({ looks }) => looks.length > 0)
    .map((study) => ({ ...study, name: `${labels.get(study.a)} − ${labels.get(study.b)}` }));
  return studies.length > 0 ? { experiment, studies } : undefined;
}

// No name of an experiment has a dot: these files are never another experiment's.
export const studyFile = ({ id }: Experiment) => `figures/${id}.decided.svg`;
const tableId = ({ id }: Experiment) => `${id}.decided`;

/** More comparisons make a figure that nobody reads. */
const mostPanels = 12;

/** The interval of each difference against the number of trials, as SVG text. */
export function studyFigure({ experiment, studies }: StudyPart): Promise<string> {
  const { difference } = experiment.description.decide!;
  const margins = [difference, -difference].map((mean) => [writeSigned(mean), mean] as const);
  const panels = studies.slice(0, mostPanels).map(({ name, looks }) => ({
    heading: name,
    x: 'trials',
    curves: new Map([
      ['difference', looks.map(({ n, mean, low, high }) => ({ x: n, mean, low, high }))],
      ...margins.map(([at, mean]) => [at, [0, looks.at(-1)!.n].map((x) => ({ x, mean }))] as const),
    ]),
  }));
  const inks = new Map([['difference', colours[0]], ...margins.map(([at]) => [at, grey] as const)]);
  return curvesFigure(`${experiment.title}: decisions`, reading, panels, inks);
}

const reading =
  'Mean difference after so many pairs of trials; the band is the interval that holds at all of them at once.';

/** What a study has found, in a few words. Trials come in whole batches. */
export function sayFinding(
  { finding, side, looks, expected }: Pick<CellStudy, 'finding' | 'side' | 'looks' | 'expected'>,
  batch: number,
): string {
  if (finding === 'equal') return side ? `equal within the margin, and ${side}` : 'equal within the margin';
  if (finding !== 'open') return finding;
  const more =
    expected === undefined
      ? 'more than a thousand times as many'
      : `${batch * Math.ceil((expected - (looks.at(-1)?.n ?? 0)) / batch)} more`;
  return looks.length > 0 ? `open; ${more} would decide it, if they came out as these` : 'open';
}

/** Where each comparison ended. */
export function studyTable({ experiment, studies }: StudyPart): Table {
  const decimals = experiment.metric?.decimals;
  const { batch } = experiment.description.decide!;
  return {
    id: tableId(experiment),
    caption: `${experiment.title}: decisions`,
    columns: [
      { title: 'A − B', keys: ['comparison'], align: 'left' },
      { title: 'A is', keys: ['finding'], align: 'left' },
      { title: 'after trials', keys: ['n'], align: 'right' },
      { title: 'difference [interval]', keys: ['difference', 'low', 'high'], align: 'right' },
    ],
    rows: studies.map((study) => {
      const { n, mean, low, high } = study.looks.at(-1)!;
      const text = `${writeSigned(mean, decimals)} [${writeError(low, decimals)}, ${writeError(high, decimals)}]`;
      return [
        entry(study.name),
        entry(sayFinding(study, batch)),
        entry(String(n), n),
        entry(text, mean, low, high),
      ];
    }),
  };
}

export function studyBlock(part: StudyPart): string {
  const { experiment, studies } = part;
  const { metric, range, difference, error, batch, most } = experiment.description.decide!;
  const table = studyTable(part);
  const decided = studies.filter(({ finding }) => finding !== 'open').length;
  const diverged = studies.reduce((sum, study) => sum + study.diverged, 0);
  const found = studies.map(
    (study) => `${study.name}: ${sayFinding(study, batch)} after ${study.looks.at(-1)!.n} trials`,
  );
  return blocks([
    '### Decided',
    `![${escaped(`${found.join('. ')}.`)}](${studyFile(experiment)})`,
    `${decided} of ${plural(studies.length, 'comparison')} decided. ` +
      escaped(
        `${reading} A study looks after every ${batch} pairs of trials, up to ${most}, and ends when the interval is on one side of 0 or within ±${difference}, ` +
          `which counts as equal. With a probability of ${1 - error} or more all of these findings are true, however often one looks, ` +
          `if every ${metric} lies in [${range.low}, ${range.high}] and trials are independent. ` +
          'Intervals and p elsewhere in this section suppose a number of trials that was fixed in advance: where a finding ended the trials, quote the finding.',
      ),
    diverged > 0
      ? `Training diverged in ${plural(diverged, 'trial')} of these pairs. Each counts as the worst of the range.`
      : undefined,
    folded(plural(table.rows.length, 'comparison'), captioned(table.caption, toMarkdown(table))),
    `All looks: [CSV](tables/${table.id}.csv).`,
  ]);
}

/** Every look at every comparison. */
export function lookTable({ experiment, studies }: StudyPart): Table {
  return {
    id: tableId(experiment),
    caption: `${experiment.title}: decisions`,
    columns: ['comparison', 'n', 'mean', 'low', 'high'].map((key, at) => ({
      title: key,
      keys: [key],
      align: at < 1 ? 'left' : 'right',
    })),
    rows: studies.flatMap(({ name, looks }) =>
      looks.map(({ n, mean, low, high }) => [
        entry(name),
        ...[n, mean, low, high].map((number) => entry(String(number), number)),
      ]),
    ),
  };
}
