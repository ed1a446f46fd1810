import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import type { Scatter } from '../summary/scatter.ts';
import { vertical, verticalExtent } from './axis.ts';
import { column, legendColumns } from './caption.ts';
import { colours, shapes } from './palette.ts';
import { errorRange } from './range.ts';
import { drawSvg } from './svg.ts';

/** Means with their BCa intervals against a covariate, a colour and a shape a family, as SVG text. */
export function scatterFigure(
  experiment: Experiment,
  { covariate, families }: Scatter,
  metric: Metric,
  width = column,
): Promise<string> {
  const marks = families.flatMap(({ label, cells }) =>
    cells.map(({ at, mean, point: { summary } }) => ({
      family: label,
      x: at,
      mean,
      low: summary.bcaInterval?.low ?? mean,
      high: summary.bcaInterval?.high ?? mean,
    })),
  );
  const ends = marks.map(({ x }) => x);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const margin = 0.04 * (most - least);
  const x = {
    field: 'x',
    type: 'quantitative',
    title: covariate.label,
    scale: { domain: [least - margin, most + margin], nice: false, zero: false },
    axis: { grid: false, tickCount: 6 },
  };
  const y = vertical(metric, errorRange(marks.flatMap(({ low, high }) => [low, high])));
  const domain = families.map(({ label }) => label);
  const legend =
    domain.length > 1 ? { title: null, orient: 'top', columns: legendColumns(domain, width) } : null;
  const by = (range: readonly string[]) => ({
    field: 'family',
    type: 'nominal',
    scale: { domain, range: domain.map((_, i) => range[i % range.length]) },
    legend,
  });
  const [color, shape] = [by(colours), by(shapes)];
  const figure = {
    description: `${experiment.title}: by ${covariate.symbol}`,
    data: { values: marks },
    width: width - 24 - verticalExtent - 24,
    height: 300,
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.6 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 0.9 },
        encoding: { x, y, color, shape },
      },
    ],
  };
  return drawSvg(figure as unknown as TopLevelSpec);
}
