import type { Series } from '../summary/view.ts';
import { type PublishedAtLoad, publishedInterval } from '../tables/published.ts';
import type { Axis } from './axis.ts';
import { grey, type Ink } from './palette.ts';

/** A published number on a figure. */
export interface PublishedMark {
  source: PublishedAtLoad;
  x: number;
  mean: number;
  low: number;
  high: number;
  colour: string;
  /** Shift in pixels: numbers of one load would hide each other. */
  dodge: number;
}

/** Table 3's numbers whose method is in the figure, in the ink of the series of as many covers. */
export function publishedMarks(
  values: readonly PublishedAtLoad[],
  series: readonly Series[],
  inks: readonly Ink[],
): PublishedMark[] {
  return values
    .filter(({ value }) => series.some(({ method }) => method === value.method))
    .map((source, i, shown) => {
      const { value, alpha, others } = source;
      const match = series.findIndex(
        ({ method, points: [{ group }] }) => method === value.method && group.parameters.M === others.M,
      );
      return {
        source,
        x: alpha,
        mean: value.mean,
        ...publishedInterval(value),
        colour: inks[match]?.colour ?? grey,
        dodge: 5 * (i - (shown.length - 1) / 2),
      };
    });
}

export const publishedMark = {
  type: 'point',
  shape: 'diamond',
  filled: false,
  size: 110,
  strokeWidth: 1.8,
  opacity: 1,
};

/** Hollow diamonds with the paper's ±. */
export function publishedLayers(marks: readonly PublishedMark[], x: Axis, y: Axis): object[] {
  if (marks.length === 0) return [];
  const data = { values: marks.map(({ source: _source, ...drawn }) => drawn) };
  const xOffset = { expr: 'datum.dodge' };
  const color = { field: 'colour', type: 'nominal', scale: null };
  return [
    {
      data,
      mark: { type: 'rule', strokeWidth: 1.2, strokeDash: [3, 2], xOffset },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    { data, mark: { ...publishedMark, xOffset }, encoding: { x, y, color, fill: { value: 'white' } } },
  ];
}
