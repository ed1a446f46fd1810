import type { Observed, TraceRecord } from '@mcover/record';
import { capital, plural } from '@mcover/record';
import { insideFigure, mostLooks, mostOfKind, partingFigure, spendingFigure } from '../figures/inside.ts';
import { bandShare } from '../summary/course.ts';
import { type Course, type Drawn, drawnOf } from '../summary/curves.ts';
import type { Experiment } from '../summary/experiment.ts';
import { type Inside, insideOf } from '../summary/inside.ts';
import { apartFrom, type Parting, partingOf } from '../summary/parting.ts';
import { drawnBySpending, type Spending, spendingOf } from '../summary/spending.ts';
import { insideTable, insideTableId } from '../tables/inside.ts';
import { escaped } from '../tables/markdown.ts';
import type { Table } from '../tables/table.ts';
import { blocks } from './markdown.ts';

/** The part of a section that shows what was seen inside the trials. */
export interface InsidePart {
  experiment: Experiment;
  inside: Inside;
  drawn: Drawn;
  parting: Parting | undefined;
  /** What it had cost by then, and the number that is judged against it. */
  spending: (Spending & { drawn: Drawn }) | undefined;
}

/** Nothing where no trial of the experiment has a trace. */
export function insidePartOf(experiment: Experiment, traces: readonly TraceRecord[]): InsidePart | undefined {
  const inside = insideOf(experiment, traces);
  if (!inside) return undefined;
  const [flag] = experiment.flags;
  const spending = spendingOf(experiment, inside);
  const spent = spending && drawnBySpending(experiment, spending);
  return {
    experiment,
    inside,
    drawn: drawnOf(experiment, inside),
    parting: flag && partingOf(flag, experiment, inside),
    spending: spending && spent && { ...spending, drawn: spent },
  };
}

// No name of an experiment has a dot: these files are never another experiment's.
const figureFile = ({ id }: Experiment) => `figures/${id}.inside.svg`;
const partingFile = ({ id }: Experiment) => `figures/${id}.kinds.svg`;
const spendingFile = ({ id }: Experiment) => `figures/${id}.spent.svg`;

/** The figures of a part by their files, as SVG text. */
export async function figuresOf({
  experiment,
  inside,
  drawn,
  parting,
  spending,
}: InsidePart): Promise<[file: string, svg: string][]> {
  const figures: [string, string][] = [];
  if (drawn.panels.length > 0)
    figures.push([figureFile(experiment), await insideFigure(experiment, inside, drawn)]);
  if (parting) figures.push([partingFile(experiment), await partingFigure(experiment, inside, parting)]);
  if (spending && isCompared(spending))
    figures.push([spendingFile(experiment), await spendingFigure(experiment, spending, spending.drawn)]);
  return figures;
}

export function tableOf({ experiment, inside, spending }: InsidePart): Table {
  return insideTable(experiment, inside, spending && spending.spentBy.size > 0 ? spending : undefined);
}

/** The text of a part. */
export function insideBlock(part: InsidePart): string {
  const { experiment, inside, drawn, parting, spending } = part;
  const compared = spending && isCompared(spending) ? spending : undefined;
  return blocks([
    '### Inside the trials',
    drawn.panels.length > 0
      ? `![${escaped(seenIn(part))}](${figureFile(experiment)})`
      : 'There are too few looks at these trials to draw a curve; `--trace n` looks at every n-th step.',
    drawn.panels.length > 0 ? readingOf(part) : undefined,
    parting && `![${escaped(partedIn(parting, inside.axis))}](${partingFile(experiment)})`,
    parting && partingNote(parting, inside.axis),
    compared && `![${escaped(seenAlong(compared.axis, compared.drawn))}](${spendingFile(experiment)})`,
    (spending && escaped(spendingNote(spending))) || undefined,
    `All that was seen, mean and band: [CSV](tables/${insideTableId(experiment)}.csv).`,
  ]);
}

/** What the lines and bands are, and what is left out. */
function readingOf({ inside: { groups }, drawn }: InsidePart): string {
  const counts = groups.map(({ followed }) => followed.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = fewest === most ? plural(most, 'trial') : `${fewest}–${most} trials`;
  const names = (of: readonly Observed[]) => of.map(({ label }) => escaped(label)).join(', ');
  return [
    `Mean of ${trials} a curve, after the steps at which all were looked at; the band holds the middle`,
    `${100 * bandShare} % of them, and is no interval of the mean. Thin lines are the first ${drawn.singles} trials of`,
    `each curve at most, at ${mostLooks} looks each at most. What is before the first step is left out, and a trial that`,
    'has ended stays as it was at its end.',
    ...(drawn.omitted.length > 0 ? [`Not drawn: ${escaped(drawn.omitted.join('; '))}.`] : []),
    ...(drawn.few.length > 0
      ? [
          `Too few looks for a curve: ${escaped(drawn.few.join('; '))}; \`--trace n\` looks at every n-th step.`,
        ]
      : []),
    ...(drawn.others.length > 0 ? [`Also seen: ${names(drawn.others)}.`] : []),
  ].join(' ');
}

/** What the first figure shows, in words. */
function seenIn({ inside: { axis }, drawn }: InsidePart): string {
  return seenAlong(axis, drawn);
}

function seenAlong({ label }: Observed, { panels }: Drawn): string {
  const seen = panels.map(({ place, number, courses }) => {
    const where = place && `, ${place}`;
    return `${number.label} against ${label}${where}: ${courses.map(changeOf).join(', ')}`;
  });
  return `${seen.join('; ')}.`;
}

/** "M-cover from 0.6 to 0.95" */
function changeOf({ label, moments }: Course): string {
  return `${label} from ${short(moments[0].mean)} to ${short(moments[moments.length - 1].mean)}`;
}

function partedIn({ groups, numbers }: Parting, axis: Observed): string {
  const panels = groups.flatMap(({ label, courses }) =>
    numbers.flatMap((number) => {
      const own = courses.filter((course) => course.number === number);
      return own.length > 0
        ? [`${label}, ${number.label} against ${axis.label}: ${own.map(changeOf).join(', ')}`]
        : [];
    }),
  );
  return `${panels.join('; ')}.`;
}

/** When the two kinds of trials part. */
function partingNote({ flag, groups, numbers, omitted }: Parting, axis: Observed): string {
  const sentences = groups.flatMap(({ label, kinds, courses }) => {
    const apart = numbers.flatMap((number) => {
      const [one, other] = kinds.map((kind) =>
        courses.find((course) => course.number === number && course.label === kind.label),
      );
      if (!one || !other) return [];
      const from = apartFrom(one.moments, other.moments);
      return [
        from
          ? `from ${axis.label} = ${short(from.x)} on, the ${number.label} of every trial that is ${flag.label} is ${from.above ? 'above' : 'below'} that of every other one`
          : `the ${number.label} does not tell them apart at the end`,
      ];
    });
    const counts = kinds.map((kind) => `${kind.followed.length} ${kind.label}`).join(', ');
    return apart.length > 0 ? [`${label} (${counts}): ${apart.join('; ')}.`] : [];
  });
  return [
    `${capital(flag.label)} trials and the others; at most ${mostOfKind} of a kind are drawn.`,
    ...sentences,
    ...(omitted.length > 0 ? [`Not drawn: ${omitted.join('; ')}.`] : []),
  ]
    .map(escaped)
    .join(' ');
}

/** Whether there are two curves, so that one may be the cheaper. */
const isCompared = ({ drawn }: NonNullable<InsidePart['spending']>) =>
  new Set(drawn.panels.flatMap(({ courses }) => courses.map(({ label }) => label))).size > 1;

/** How the picture by cost is to be read, and what it lacks. */
function spendingNote(spending: NonNullable<InsidePart['spending']>): string {
  const { axis, metric, partly, drawn } = spending;
  return [
    ...(isCompared(spending)
      ? [
          `Mean ${metric.label} against the ${axis.label}: a method is cheaper where its line is lower, for a training that is`,
          'stopped there. An annealing that is stopped is no shorter annealing, and has to be compared by schedules of several lengths.',
        ]
      : []),
    ...(partly.length > 0
      ? [
          `Not drawn against the ${axis.label}: ${partly.join('; ')}, where some trials have no trace; the command again, with --trace, gives them one.`,
        ]
      : []),
    ...(isCompared(spending) && drawn.omitted.length > 0 ? [`Not drawn: ${drawn.omitted.join('; ')}.`] : []),
  ].join(' ');
}

/** Three digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
