import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import { referenceOf } from '../summary/reference.ts';
import { column, cut, phone } from './caption.ts';
import { grey, inksOf } from './palette.ts';
import { publishedMark } from './published.ts';
import { rangeOf } from './range.ts';
import { heights, type Row, rowsOf } from './row.ts';

/** Pixels of a letter of a name. */
const letter = 8.2;

/** Dots of an experiment, as a specification of vega-lite. */
export function dotFigure(experiment: Experiment, metric: Metric, width = column): TopLevelSpec {
  const figure = {
    description: experiment.title,
    vconcat: dotPanels(experiment, metric, width),
    spacing: 16,
  };
  return figure as unknown as TopLevelSpec;
}

/**
 * Each trial a dot, stacked where they meet; below, the mean with its BCa interval and the published number, hollow; a
 * rule at the mean of what the metric is held against. Under them the shares of the flags.
 */
export function dotPanels(experiment: Experiment, metric: Metric, width: number): object[] {
  const inner = width - 36;
  const range = rangeOf(experiment);
  const margin = 0.02 * (range.high - range.low);
  const domain = [range.low === 0 ? -margin : range.low - margin, range.high + margin];
  const rows = rowsOf(experiment, inner / (domain[1] - domain[0]));
  const height = rows.at(-1)!.bottom;
  const x = {
    field: 'x',
    type: 'quantitative',
    title: metric.label,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: Math.round(inner / 90) },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false, zero: false },
  };
  const color = { field: 'colour', type: 'nominal', scale: null };
  const shape = { field: 'shape', type: 'nominal', scale: null };
  const spans = (values: object[], bar: object, mark: object) =>
    values.length === 0
      ? []
      : [
          {
            data: { values },
            mark: bar,
            encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
          },
          { data: { values }, mark, encoding: { x, y, color, shape } },
        ];
  const label = (textOf: (row: Row) => string, at: number, mark: object) => ({
    data: { values: rows.map((row) => ({ x: at, y: row.top + 13, text: textOf(row) })) },
    mark: { type: 'text', fontSize: 14, ...mark },
    encoding: { x, y, text: { field: 'text' } },
  });
  const hasNotes = width > phone;
  // A long name, as that of a matrix, is cut: the tables have all of it.
  const shortened = ({ label, note }: Row) => cut(label, inner / letter - (hasNotes ? note.length + 2 : 0));
  const dots = {
    width: inner,
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
      ...referenceRules(experiment, rows, x, y),
      ...spans(
        rows.flatMap((row) => row.mean ?? []),
        { type: 'rule', strokeWidth: 2.2 },
        { type: 'point', filled: true, size: 95, opacity: 1 },
      ),
      ...spans(
        rows.flatMap((row) => row.published ?? []),
        { type: 'rule', strokeWidth: 1.3, strokeDash: [3, 2] },
        publishedMark,
      ),
      label(shortened, domain[0], { align: 'left', fontWeight: 'bold' }),
      // A phone has no room for it; caption and bars say the same.
      ...(hasNotes ? [label(({ note }) => note, domain[1], { align: 'right' })] : []),
    ],
  };
  return [dots, ...experiment.flags.map((flag) => shareBars(experiment, flag, inner))];
}

/** What the metric is held against, a rule a row, with its name above the frame. */
function referenceRules(experiment: Experiment, rows: readonly Row[], x: object, y: object): object[] {
  const name = referenceOf(experiment)?.label;
  const values = rows.flatMap(({ reference, top, bottom }) =>
    reference === undefined ? [] : [{ x: reference, y: top + heights.name, bottom, name }],
  );
  if (values.length === 0) return [];
  const legend = { title: null, orient: 'top', symbolType: 'stroke', symbolStrokeColor: grey };
  const strokeDash = { field: 'name', type: 'nominal', scale: { range: [[4, 3]] }, legend };
  return [
    {
      data: { values },
      mark: { type: 'rule', color: grey, strokeWidth: 1.6 },
      encoding: { x, y, y2: { field: 'bottom' }, strokeDash },
    },
  ];
}

/** The share of trials with a flag, a bar a group, with Wilson's interval. */
function shareBars(experiment: Experiment, { key, label }: Metric, width: number): object {
  const inks = inksOf(experiment);
  const values = experiment.view.series.flatMap(({ label: series, points }, i) =>
    points.flatMap(({ summary: { shares } }) => {
      const share = shares.get(key);
      return share
        ? [
            {
              series,
              name: cut(series, width / letter),
              ...inks[i],
              share: share.count / share.n,
              ...share.interval,
            },
          ]
        : [];
    }),
  );
  const x = {
    type: 'quantitative',
    title: `share ${label}`,
    scale: { domain: [0, 1] },
    axis: { values: [0, 0.25, 0.5, 0.75, 1], format: '~g' },
  };
  const y = { field: 'series', type: 'nominal', sort: null, axis: null };
  const color = { field: 'colour', type: 'nominal', scale: null };
  return {
    width,
    height: { step: 30 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', opacity: 0.55, height: 16, yOffset: 5 },
        encoding: { x: { ...x, field: 'share' }, y, color },
      },
      {
        mark: { type: 'rule', strokeWidth: 1.4, yOffset: 5 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
      },
      {
        mark: { type: 'text', align: 'left', fontSize: 13, yOffset: -9 },
        encoding: { x: { datum: 0, type: 'quantitative' }, y, text: { field: 'name' } },
      },
    ],
  };
}
