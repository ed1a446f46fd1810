import type { Metric, Published } from '@mcover/record';
import type { Experiment } from '../summary/experiment.ts';
import { referenceAt } from '../summary/reference.ts';
import type { Summary } from '../summary/summary.ts';
import type { Point } from '../summary/view.ts';
import { publishedFor, publishedInterval } from '../tables/published.ts';
import { type Ink, inksOf } from './palette.ts';

/** A number with its interval, at a height. */
export interface Span {
  x: number;
  low: number;
  high: number;
  y: number;
  colour: string;
  shape: string;
}

/** One group of a dot plot; heights in pixels from the top of the figure. */
export interface Row {
  label: string;
  note: string;
  top: number;
  bottom: number;
  dots: { x: number; y: number; colour: string }[];
  mean?: Span;
  published?: Span;
  /** The mean of what the metric is held against. */
  reference?: number;
}

/** Heights of the parts of a row: its name, the dots, the mean and the published number, the space below. */
export const heights = { name: 24, dots: 84, lane: 16, space: 12 };
export const diameter = 6.5;

/** Rows below each other; `scale` is pixels per unit of the metric. */
export function rowsOf(experiment: Experiment, scale: number): Row[] {
  const inks = inksOf(experiment);
  const rows: Row[] = [];
  for (const [i, series] of experiment.view.series.entries()) {
    for (const point of series.points) {
      const top = rows.at(-1)?.bottom ?? 0;
      const published = publishedFor(experiment, point.group);
      const note = noteOf(point.summary, experiment.flags);
      const reference = referenceAt(experiment, point.summary);
      rows.push({
        ...rowOf(point, published, inks[i], top, scale),
        note,
        ...(reference !== undefined && { reference }),
      });
    }
  }
  return rows;
}

function rowOf(
  { label, group, summary }: Point,
  published: Published | undefined,
  ink: Ink,
  top: number,
  scale: number,
): Omit<Row, 'note'> {
  const values = group.trials.map(({ value }) => value).sort((a, b) => a - b);
  const levels = stack(values.map((value) => value * scale));
  const tallest = Math.max(-1, ...levels) + 1;
  const step = Math.min(diameter, heights.dots / tallest);
  const base = top + heights.name + step * tallest;
  const lanes = published ? 2 : 1;
  return {
    label,
    top,
    bottom: base + lanes * heights.lane + heights.space,
    dots: values.map((x, k) => ({ x, y: base - step * (levels[k] + 0.5), colour: ink.colour })),
    // Of fewer trials than have such an interval, the dots say all.
    ...(summary.mean !== undefined &&
      summary.bcaInterval && {
        mean: { x: summary.mean, ...summary.bcaInterval, y: base + 0.6 * heights.lane, ...ink },
      }),
    ...(published && {
      published: {
        x: published.mean,
        ...publishedInterval(published),
        y: base + 1.6 * heights.lane,
        ...ink,
      },
    }),
  };
}

/** The lowest level for each dot, given in rising order in pixels, on which it touches no earlier one. */
function stack(places: readonly number[]): number[] {
  const ends: number[] = [];
  return places.map((place) => {
    let level = ends.findIndex((end) => end <= place);
    if (level < 0) level = ends.length;
    ends[level] = place + diameter;
    return level;
  });
}

function noteOf({ n, failed, shares }: Summary, flags: readonly Metric[]): string {
  return [
    n === 1 ? '1 trial' : `${n} trials`,
    ...flags.flatMap(({ key, label }) => (shares.has(key) ? [`${shares.get(key)!.count} ${label}`] : [])),
    ...(failed ? [`${failed} failed`] : []),
  ].join(', ');
}
