import type { View } from '../summary/view.ts';
import { type PublishedAt, publishedInterval } from '../tables/published.ts';
import type { Axis } from './axis.ts';
import { grey, type Ink } from './palette.ts';

/** A published number on a figure. */
export interface PublishedMark extends Ink {
  x: number;
  mean: number;
  low: number;
  high: number;
}

/** The numbers whose method is in the figure, in the ink of a series that they fit, or of their method's last one. */
export function publishedMarks(
  values: readonly PublishedAt[],
  { x, dimensions, series }: View,
  inks: readonly Ink[],
): PublishedMark[] {
  return values
    .filter(({ value }) => series.some(({ method }) => method === value.method))
    .map(({ value, others, x: at }) => {
      const ofMethod = series.flatMap(({ method }, i) => (method === value.method ? [i] : []));
      const match = ofMethod.find((i) =>
        dimensions.every(
          ({ path }) => path === x || series[i].points[0].group.parameters[path] === others[path],
        ),
      );
      const { shape } = inks[ofMethod[0]];
      return {
        x: at,
        mean: value.mean,
        ...publishedInterval(value),
        colour: match === undefined ? grey : inks[match].colour,
        shape,
      };
    });
}

export const publishedMark = { type: 'point', filled: false, size: 120, strokeWidth: 1.8, opacity: 1 };

/** Hollow marks with the paper's ±, where they belong on the axis; the legend has one. */
export function publishedLayers(marks: readonly PublishedMark[], x: Axis, y: Axis): object[] {
  if (marks.length === 0) return [];
  const data = { values: marks };
  const color = { field: 'colour', type: 'nominal', scale: null };
  const legend = {
    field: 'kind',
    type: 'ordinal',
    scale: { domain: ['published (hollow)'], range: [1] },
    legend: {
      title: null,
      orient: 'top',
      symbolType: 'diamond',
      symbolFillColor: 'transparent',
      symbolStrokeColor: grey,
    },
  };
  return [
    {
      data,
      mark: { type: 'rule', strokeWidth: 1.2, strokeDash: [3, 2] },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data,
      transform: [{ calculate: '"published (hollow)"', as: 'kind' }],
      mark: publishedMark,
      encoding: { x, y, color, shape: { field: 'shape', type: 'nominal', scale: null }, opacity: legend },
    },
  ];
}
