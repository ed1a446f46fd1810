import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import { fewestForBca } from '../statistics/bootstrap.ts';
import { pairsAlong } from '../summary/claims.ts';
import type { Experiment } from '../summary/experiment.ts';
import { levelsOf } from '../summary/level.ts';
import { publishedAlong } from '../tables/published.ts';
import { type Axis, horizontal, vertical, verticalExtent } from './axis.ts';
import { column, legendColumns, phone } from './caption.ts';
import { differencePanel } from './difference.ts';
import { type Ink, inksOf } from './palette.ts';
import { publishedLayers, publishedMarks } from './published.ts';
import { rangeOf } from './range.ts';
import { theoryLayers, theoryOf, thresholdRoom } from './theory.ts';

/** What is drawn of one group. */
interface Mark {
  series: string;
  /** Null for what is a level across the figure: it lacks the parameter of the axis, or that has no effect on it. */
  x: number | null;
  panel: string;
  mean: number;
  low: number;
  high: number;
  n: number;
  /** Shift in pixels, so that the bars of a place do not hide each other. */
  dodge: number;
}

/**
 * Trials, and means with their BCa intervals, along the axis `path` of the view, in panels where there is a facet; below,
 * the shares of the flags, and the differences of the pairs that the paper compares.
 */
export function lineFigure(
  experiment: Experiment,
  metric: Metric,
  path: string,
  width = column,
): TopLevelSpec {
  const { view, notations, flags, claims } = experiment;
  const marks = marksOf(experiment);
  const trials = trialsOf(experiment);
  const inks = inksOf(experiment);
  const whole = view.facet === undefined;
  const published = whole ? publishedMarks(publishedAlong(experiment, path), view, inks) : [];
  const values = [...trials, ...marks].flatMap(({ x }) => x ?? []);
  const x = horizontal(path, [...values, ...published.map((mark) => mark.x)], notations);
  const theory = theoryOf(experiment);
  const y = vertical(metric, rangeOf(experiment));
  // Between whole numbers lies nothing that a line could show.
  const joined = !values.every(Number.isInteger);
  const names = view.series.map(({ label }) => label);
  const ink = inkScales(names, inks, width, thresholdRoom(theory));
  const layer = [
    ...theoryLayers(theory, x, y, width),
    ...measuredLayers(trials, joined, ink, x, y),
    ...publishedLayers(published, x, y),
  ];
  const inner = (columns: number) => Math.floor((width - 24) / columns) - verticalExtent - 24;
  const columns = width > phone ? 2 : 1;
  const figure = {
    description: experiment.title,
    data: { values: marks },
    ...(whole
      ? {
          vconcat: [
            { width: inner(1), height: 320, layer },
            ...flags.map((flag) => sharePanel(experiment, flag, inner(1), x, ink)),
            ...claims.flatMap((claimed) => {
              const pairs = pairsAlong(claimed);
              return pairs.length > 0
                ? [differencePanel(pairs, metric, inner(1), x, inks[names.indexOf(pairs[0].subject.label)])]
                : [];
            }),
          ],
          spacing: 14,
        }
      : {
          columns,
          facet: {
            field: 'panel',
            type: 'nominal',
            title: null,
            sort: [...new Set(marks.map(({ panel }) => panel))],
          },
          spec: { layer, width: inner(columns), height: 200 },
        }),
  };
  return figure as unknown as TopLevelSpec;
}

/** A mean of fewer trials is not drawn. */
function marksOf({ view, notations }: Experiment): Mark[] {
  const { series, facet } = view;
  const levels = levelsOf(view);
  return series.flatMap((one, i) => {
    const level = levels.has(one);
    const panels = new Set<string>();
    return one.points.flatMap(({ x = null, facet: place, summary: { n, mean, bcaInterval } }): Mark[] => {
      const panel = facet === undefined || place === undefined ? '' : notations.write(facet, place);
      if (mean === undefined || !bcaInterval || n < fewestForBca || (level && panels.has(panel))) return [];
      panels.add(panel);
      const dodge = dodgeOf(i, series.length);
      return [{ series: one.label, x: level ? null : x, panel, mean, ...bcaInterval, n, dodge }];
    });
  });
}

/** Each trial of what is no level. */
function trialsOf({ view, notations }: Experiment) {
  const { series, facet } = view;
  const levels = levelsOf(view);
  return series.flatMap((one, i) =>
    levels.has(one)
      ? []
      : one.points.flatMap(({ x, facet: place, group }) =>
          x === undefined
            ? []
            : group.trials.map(({ value }) => ({
                series: one.label,
                x,
                panel: facet === undefined || place === undefined ? '' : notations.write(facet, place),
                mean: value,
                dodge: dodgeOf(i, series.length),
              })),
        ),
  );
}

const dodgeOf = (i: number, n: number) => Math.min(7, 28 / n) * (i - (n - 1) / 2);

/** The encodings that tell series apart, with their legend. */
function inkScales(domain: string[], inks: readonly Ink[], width: number, offset: number) {
  const legend =
    domain.length > 1 ? { title: null, orient: 'top', columns: legendColumns(domain, width), offset } : null;
  const by = (range: string[]) => ({ field: 'series', type: 'nominal', scale: { domain, range }, legend });
  return { color: by(inks.map(({ colour }) => colour)), shape: by(inks.map(({ shape }) => shape)) };
}

type InkScales = ReturnType<typeof inkScales>;

function measuredLayers(
  trials: object[],
  joined: boolean,
  { color, shape }: InkScales,
  x: Axis,
  y: Axis,
): object[] {
  const along = { transform: [{ filter: 'datum.x !== null' }] };
  const across = { transform: [{ filter: 'datum.x === null' }] };
  const xOffset = { expr: 'datum.dodge' };
  const [low, high] = [{ ...y, field: 'low' }, { field: 'high' }];
  return [
    { ...across, mark: { type: 'rect', opacity: 0.15 }, encoding: { y: low, y2: high, color } },
    { ...across, mark: { type: 'rule', strokeWidth: 1.6 }, encoding: { y, color } },
    {
      data: { values: trials },
      mark: { type: 'point', filled: true, size: 12, opacity: 0.45, xOffset },
      encoding: { x, y, color, shape },
    },
    ...(joined
      ? [
          {
            ...along,
            mark: { type: 'line', strokeWidth: 1.2, opacity: 0.55, xOffset },
            encoding: { x, y, color },
          },
        ]
      : []),
    { ...along, mark: { type: 'rule', strokeWidth: 1.6, xOffset }, encoding: { x, y: low, y2: high, color } },
    {
      ...along,
      mark: { type: 'point', filled: true, size: 75, opacity: 1, xOffset },
      encoding: { x, y, color, shape },
    },
  ];
}

/** The share of trials with a flag as a bar a group, with Wilson's interval. */
function sharePanel(
  { view: { series } }: Experiment,
  { key, label }: Metric,
  width: number,
  x: Axis,
  { color }: InkScales,
): object {
  const values = series.flatMap((one, i) =>
    one.points.flatMap(({ x: at, summary: { shares } }) => {
      const share = shares.get(key);
      if (at === undefined || !share) return [];
      const dodge = dodgeOf(i, series.length);
      return [{ series: one.label, x: at, share: share.count / share.n, zero: 0, ...share.interval, dodge }];
    }),
  );
  const xOffset = { expr: 'datum.dodge' };
  const y = { ...vertical({ label: `share ${label}` }, { low: 0, high: 1 }), axis: shareAxis };
  const bar = { type: 'rule', strokeWidth: Math.min(6, 24 / series.length), xOffset };
  return {
    width,
    height: 90,
    data: { values },
    layer: [
      {
        mark: { ...bar, opacity: 0.55 },
        encoding: { x, y: { ...y, field: 'zero' }, y2: { field: 'share' }, color },
      },
      {
        mark: { type: 'rule', strokeWidth: 1.2, xOffset },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
    ],
  };
}

const shareAxis = { values: [0, 0.5, 1], minExtent: verticalExtent, maxExtent: verticalExtent };
