import type { View } from '../summary/view.ts';
import { type PublishedAt, publishedInterval } from '../tables/published.ts';
import type { Axis } from './axis.ts';
import { grey, type Ink } from './palette.ts';

/** A published number on a figure. */
export interface PublishedMark {
  source: PublishedAt;
  x: number;
  mean: number;
  low: number;
  high: number;
  colour: string;
  /** Shift in pixels: numbers of one place would hide each other. */
  dodge: number;
}

/** The numbers whose method is in the figure, in the ink of the series that they fit in all that tells series apart. */
export function publishedMarks(
  values: readonly PublishedAt[],
  { x, dimensions, series }: View,
  inks: readonly Ink[],
): PublishedMark[] {
  return values
    .filter(({ value }) => series.some(({ method }) => method === value.method))
    .map((source, i, shown) => {
      const { value, others } = source;
      const match = series.findIndex(
        ({ method, points: [{ group }] }) =>
          method === value.method &&
          dimensions.every(({ path }) => path === x || group.parameters[path] === others[path]),
      );
      return {
        source,
        x: source.x,
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
