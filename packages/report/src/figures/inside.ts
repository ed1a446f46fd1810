import type { Observed } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import { bandShare, trackOf } from '../summary/course.ts';
import type { Course, Drawn } from '../summary/curves.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Inside } from '../summary/inside.ts';
import type { Parting } from '../summary/parting.ts';
import type { Spending } from '../summary/spending.ts';
import { wrap } from './caption.ts';
import { inksOf } from './palette.ts';
import { drawSvg } from './svg.ts';

/** Most looks at a single trial that are drawn, and most single trials of a kind. */
export const mostLooks = 60;
export const mostOfKind = 20;

/** Means, bands and single trials of the numbers that say most, as SVG text. */
export function insideFigure(experiment: Experiment, { axis }: Inside, drawn: Drawn): Promise<string> {
  return coursesFigure(experiment, drawn, axis, 'inside the trials');
}

/** Means and bands of the number that is judged, against what had been spent by then, as SVG text. */
export function spendingFigure(experiment: Experiment, { axis }: Spending, drawn: Drawn): Promise<string> {
  return coursesFigure(experiment, drawn, axis, `by the ${axis.label}`);
}

function coursesFigure(
  experiment: Experiment,
  { panels: all, singles }: Drawn,
  axis: Observed,
  about: string,
): Promise<string> {
  const inks = inksOf(experiment);
  const courses = all.flatMap((panel) => panel.courses);
  const colours = new Map(courses.map(({ label, series }) => [label, inks[series].colour]));
  const panels = all.map(({ place, number, courses: own }) =>
    panelOf(place ? `${place}: ${number.label}` : number.label, axis, number, own, {
      all: courses,
      colours,
      legend: experiment.view.series.length > 1,
      singles,
      band: true,
    }),
  );
  return draw(
    `${experiment.title}: ${about}`,
    `Thick: mean over trials. Band: the middle ${100 * bandShare} % of them.${singles > 0 ? ' Thin: single trials.' : ''}`,
    panels.flatMap((_, i) => (i % 2 === 0 ? [panels.slice(i, i + 2)] : [])),
  );
}

/** Trials of both kinds side by side, as SVG text. */
export function partingFigure(experiment: Experiment, { axis }: Inside, parting: Parting): Promise<string> {
  const { flag, numbers, groups } = parting;
  const all = groups.flatMap(({ courses }) => courses);
  const colours = new Map([
    [flag.label, '#0072B2'],
    [`not ${flag.label}`, '#D55E00'],
  ]);
  const rows = groups.map(({ label, kinds, courses }) => {
    const counts = kinds.map((kind) => `${kind.followed.length} ${kind.label}`).join(', ');
    return numbers.flatMap((number) => {
      const own = courses.filter((course) => course.number === number);
      if (own.length === 0) return [];
      return [
        panelOf([`${label}: ${counts}`, number.label], axis, number, own, {
          all,
          colours,
          legend: true,
          singles: mostOfKind,
        }),
      ];
    });
  });
  return draw(
    `${experiment.title}: trials that are ${flag.label}, and those that are not`,
    'Thick: mean over the trials of a kind. Thin: single trials.',
    rows,
  );
}

/** How the panels of a figure are drawn. */
interface Look {
  /** All courses of the figure: panels of one number have one scale. */
  all: readonly Course[];
  colours: ReadonlyMap<string, string>;
  legend: boolean;
  /** Single trials of a course. */
  singles: number;
  band?: boolean;
}

function panelOf(
  heading: string | string[],
  axis: Observed,
  number: Observed,
  courses: readonly Course[],
  { all, colours, legend: hasLegend, singles, band }: Look,
): object {
  const range = all.filter((course) => course.number.key === number.key);
  const legend = { title: null, orient: 'top', symbolType: 'stroke', symbolStrokeWidth: 3 };
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: [...colours.keys()], range: [...colours.values()] },
    legend: hasLegend ? legend : null,
  };
  const x = horizontal(axis, courses);
  const y = vertical(number, range);
  const means = courses.flatMap(({ label, moments }) =>
    moments.map((moment) => ({ ...moment, series: label })),
  );
  // One path for all trials of a course, with gaps between them: a mark each would be ten times as large.
  const single = courses.flatMap(({ label, group: { followed } }) =>
    followed
      .slice(0, singles)
      .flatMap(({ trace }) => [
        ...trackOf(trace, number.key, axis.key, mostLooks).map((look) => ({ ...look, series: label })),
        { x: null, y: null, series: label },
      ]),
  );
  const line = { type: 'line', clip: true };
  const title = { text: heading, anchor: 'start', fontSize: 13, offset: 6 };
  return {
    title,
    width: 275,
    height: 180,
    layer: [
      {
        data: { values: single.map((look, order) => ({ ...look, order })) },
        mark: { ...line, strokeWidth: 0.6, opacity: 0.4, invalid: 'break-paths-filter-domains', aria: false },
        encoding: { x, y: { ...y, field: 'y' }, color, order: { field: 'order' } },
      },
      ...(band
        ? [
            {
              data: { values: means },
              mark: { type: 'area', opacity: 0.2, clip: true, aria: false },
              encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
            },
          ]
        : []),
      {
        data: { values: means },
        mark: { ...line, strokeWidth: 2.2 },
        encoding: { x, y: { ...y, field: 'mean' }, color, order: { field: 'step' } },
      },
    ],
  };
}

/** From the first step to the last, also where the number falls on the way, as a temperature does. */
function horizontal({ label, logarithmic }: Observed, courses: readonly Course[]): object {
  const ends = courses.map(({ moments }) => [moments[0].x, moments[moments.length - 1].x]);
  const domain = [Math.min(...ends.flat()), Math.max(...ends.flat())];
  const log = logarithmic === true && domain[0] > 0;
  return {
    field: 'x',
    type: 'quantitative',
    title: label,
    scale: {
      ...(log ? { type: 'log' } : { zero: false }),
      domain,
      reverse: ends[0][1] < ends[0][0],
      nice: false,
    },
    axis: {
      grid: false,
      tickCount: 5,
      ...(log && { format: '.0e', labelOverlap: 'greedy', labelSeparation: 8 }),
    },
  };
}

/** A logarithmic axis has no place for zeros: it is one where all means are above, and what is below the least is cut. */
function vertical({ logarithmic }: Observed, courses: readonly Course[]): object {
  const moments = courses.flatMap((course) => course.moments);
  const least = Math.min(...moments.map(({ mean }) => mean));
  const log = logarithmic === true && least > 0;
  const [low, high] = [
    Math.min(...moments.map((moment) => moment.low)),
    Math.max(...moments.map((moment) => moment.high)),
  ];
  const margin = high > low ? 0.04 * (high - low) : 1;
  return {
    type: 'quantitative',
    title: null,
    scale: log
      ? { type: 'log', domain: [least, Math.max(high, least)], clamp: true }
      : { domain: [low - margin, high + margin], zero: false, nice: false },
    // As wide in every panel, so that they stand in columns.
    axis: { tickCount: 5, minExtent: 42, ...(log && { format: '~g' }) },
  };
}

/** Panels in rows below each other. */
function draw(heading: string, reading: string, rows: object[][]): Promise<string> {
  const figure = {
    title: { text: wrap(heading, 84), subtitle: wrap(reading, 92) },
    vconcat: rows.filter((row) => row.length > 0).map((hconcat) => ({ hconcat })),
    resolve: { scale: { color: 'shared' } },
  };
  return drawSvg(figure as unknown as TopLevelSpec);
}
