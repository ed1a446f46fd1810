import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import { publishedFor, publishedInterval, sourceOf } from '../tables/published.ts';
import { titleOf } from './caption.ts';
import { grey } from './palette.ts';
import { publishedMark } from './published.ts';
import { cutReading, errorRange } from './range.ts';
import { rowsOf } from './row.ts';

const width = 560;

/** Each trial a dot, stacked where they meet; below, the mean with its t interval and the published number. */
export function dotFigure(experiment: Experiment, metric: Metric): TopLevelSpec {
  const { cut, ...range } = rangeOf(experiment);
  const margin = 0.02 * (range.high - range.low);
  const domain = [range.low - margin, range.high + margin];
  const rows = rowsOf(experiment, width / (domain[1] - domain[0]));
  const height = rows.at(-1)!.bottom;
  const x = {
    field: 'x',
    type: 'quantitative',
    title: metric.label,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 7 },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false, zero: false },
  };
  const color = { field: 'colour', type: 'nominal', scale: null };
  const spans = (values: object[], bar: object, mark: object, fill = {}) => [
    { data: { values }, mark: bar, encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color } },
    { data: { values }, mark, encoding: { x, y, color, ...fill } },
  ];
  const label = (field: 'label' | 'note', at: number, mark: object) => ({
    data: { values: rows.map((row) => ({ x: at, y: row.top + 13, text: row[field] })) },
    mark: { type: 'text', ...mark },
    encoding: { x, y, text: { field: 'text' } },
  });
  const published = rows.flatMap((row) => row.published ?? []);
  const figure = {
    title: titleOf(
      experiment,
      reading(published.length > 0 ? sourceOf(experiment.description) : undefined, cut),
    ),
    width,
    height,
    layer: [
      {
        data: { values: rows.slice(1).map(({ top }) => ({ y: top })) },
        mark: { type: 'rule', color: '#dddddd' },
        encoding: { y },
      },
      {
        data: { values: rows.flatMap((row) => row.dots) },
        mark: { type: 'point', filled: true, shape: 'circle', size: 34, opacity: 0.6 },
        encoding: { x, y, color },
      },
      ...spans(
        rows.flatMap((row) => row.mean ?? []),
        { type: 'rule', strokeWidth: 2.2 },
        { type: 'point', filled: true, shape: 'circle', size: 85, opacity: 1 },
      ),
      ...spans(published, { type: 'rule', strokeWidth: 1.3, strokeDash: [3, 2] }, publishedMark, {
        fill: { value: 'white' },
      }),
      label('label', domain[0], { align: 'left', fontSize: 13, fontWeight: 'bold' }),
      label('note', domain[1], { align: 'right', fontSize: 12, color: grey }),
    ],
  };
  return figure as unknown as TopLevelSpec;
}

function reading(source: string | undefined, cut: boolean): string {
  return [
    'A dot is a trial; the point and bar below are mean and 95 % t interval',
    source ? `; hollow diamonds: ${source}, with 95 % intervals.` : '.',
    cut ? ` ${cutReading}` : '',
  ].join('');
}

/** Of all that is drawn. */
function rangeOf(experiment: Experiment): ReturnType<typeof errorRange> {
  const ends = experiment.view.series.flatMap(({ points }) =>
    points.flatMap(({ group, summary }) => {
      const published = publishedFor(experiment, group);
      return [
        ...group.trials.map(({ value }) => value),
        ...Object.values(summary.tInterval ?? {}),
        ...(published ? Object.values(publishedInterval(published)) : []),
      ];
    }),
  );
  return errorRange(ends);
}
