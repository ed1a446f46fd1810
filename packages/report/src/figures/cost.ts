import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import { costAt } from '../summary/cost.ts';
import type { Covariate } from '../summary/covariate.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Point } from '../summary/view.ts';
import { vertical, verticalExtent } from './axis.ts';
import { column, legendColumns, legendLetters, phone } from './caption.ts';
import { inksOf } from './palette.ts';
import { rangeOf } from './range.ts';
import { drawSvg } from './svg.ts';

/**
 * Means with their BCa intervals against what a trial costs. Places of an axis that changes the task are panels; else, as
 * along a schedule, the points of a series are joined.
 */
export function costFigure(
  experiment: Experiment,
  metric: Metric,
  cost: Covariate,
  width = column,
): Promise<string> {
  const { view, notations, title } = experiment;
  const inks = inksOf(experiment);
  const isTask = view.x !== undefined && notations.isTask(view.x);
  const [path, placeOf] = isTask
    ? ([view.x, (point: Point) => point.x] as const)
    : ([view.facet, (point: Point) => point.facet] as const);
  const marks = view.series.flatMap(({ label, points }) =>
    points.flatMap((point) => {
      const { mean, bcaInterval } = point.summary;
      const at = costAt(point, cost);
      if (mean === undefined || at === undefined || !bcaInterval) return [];
      const place = placeOf(point);
      const panel = place === undefined || path === undefined ? '' : notations.write(path, place);
      return [{ series: label, x: at, mean, ...bcaInterval, panel }];
    }),
  );
  const panels = [...new Set(marks.map(({ panel }) => panel))];
  const columns = width > phone ? Math.min(3, panels.length) : 1;
  const labels = view.series.map(({ label }) => label);
  const legend = {
    title: null,
    orient: 'top',
    columns: legendColumns(labels, width),
    labelExpr: `truncate(datum.label, ${legendLetters(width)})`,
  };
  const by = (range: string[]) => ({
    field: 'series',
    type: 'nominal',
    scale: { domain: labels, range },
    legend,
  });
  const [color, shape] = [by(inks.map(({ colour }) => colour)), by(inks.map((ink) => ink.shape))];
  const x = {
    field: 'x',
    type: 'quantitative',
    title: cost.label,
    scale: { type: 'log' },
    axis: { grid: false, format: '.0e', labelOverlap: 'greedy', labelSeparation: 8, tickCount: 3 },
  };
  const y = vertical(metric, rangeOf(experiment));
  const figure = {
    description: `${title}: by ${cost.symbol}`,
    data: { values: marks },
    columns,
    facet: {
      field: 'panel',
      type: 'nominal',
      title: null,
      sort: panels,
    },
    spec: {
      width: Math.floor((width - 30 - verticalExtent) / columns) - 22,
      height: 190,
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.4 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        ...(isTask
          ? []
          : [{ mark: { type: 'line', strokeWidth: 1.4, opacity: 0.6 }, encoding: { x, y, color } }]),
        { mark: { type: 'point', filled: true, size: 75, opacity: 1 }, encoding: { x, y, color, shape } },
      ],
    },
  };
  return drawSvg(figure as unknown as TopLevelSpec);
}
