import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import type { Metric } from '../summary/metric.ts';
import { publishedFor } from '../tables/published.ts';
import { titleOf } from './caption.ts';
import { grey } from './palette.ts';
import { publishedMark } from './published.ts';
import { rowsOf } from './row.ts';

const width = 560;

/** Each trial a dot, stacked where they meet; below, the mean with its t interval and the published number. */
export function dotFigure(experiment: Experiment, metric: Metric): TopLevelSpec {
  const domain = domainOf(experiment);
  const rows = rowsOf(experiment, width / (domain[1] - domain[0]));
  const height = rows.at(-1)!.bottom;
  const x = {
    field: 'x',
    type: 'quantitative',
    title: metric.axis,
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
    title: titleOf(experiment, reading(published.length > 0)),
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

function reading(published: boolean): string {
  const marks = 'A dot is a trial; the point and bar below are mean and 95 % t interval';
  return published ? `${marks}; hollow diamonds: the paper's Table 3, mean ± 95 %.` : `${marks}.`;
}

/** From 0, or the lowest end of an interval, to the highest; with a margin. */
function domainOf({ id, view }: Experiment): [number, number] {
  const ends = view.series.flatMap(({ points }) =>
    points.flatMap(({ group, summary }) => {
      const published = publishedFor(id, group);
      return [
        ...group.trials.map(({ value }) => value),
        ...Object.values(summary.tInterval ?? {}),
        ...(published ? [published.mean - published.halfWidth, published.mean + published.halfWidth] : []),
      ];
    }),
  );
  const low = Math.min(0, ...ends);
  const high = Math.max(...ends) || 1;
  return [low - 0.02 * (high - low), high + 0.02 * (high - low)];
}
