import type { TopLevelSpec } from 'vega-lite';
import type { Against } from '../summary/against.ts';
import type { Experiment } from '../summary/experiment.ts';
import { vertical, verticalExtent } from './axis.ts';
import { column, legendColumns, phone } from './caption.ts';
import { inksOf } from './palette.ts';
import { errorRange } from './range.ts';
import { drawSvg } from './svg.ts';
import { ground } from './theme.ts';

/** Trials by two numbers, a colour a group, and their means as larger marks; a panel a pair of numbers. As SVG text. */
export function againstFigure(
  experiment: Experiment,
  all: readonly Against[],
  width = column,
): Promise<string> {
  const labels = experiment.view.series.map(({ label }) => label);
  const inks = inksOf(experiment);
  const legend = { title: null, orient: 'top', columns: legendColumns(labels, width) };
  const by = (range: readonly string[]) => ({
    field: 'series',
    type: 'nominal',
    scale: { domain: labels, range },
    legend,
  });
  const [color, shape] = [by(inks.map(({ colour }) => colour)), by(inks.map((ink) => ink.shape))];
  const columns = width > phone ? Math.min(2, all.length) : 1;
  const inner = Math.floor((width - 24) / columns) - verticalExtent - 24;
  const figure = {
    description: `${experiment.title}: trials by two numbers`,
    columns,
    concat: all.map((against) => panelOf(against, inner, color, shape)),
    resolve: { scale: { color: 'shared', shape: 'shared' } },
  };
  return drawSvg(figure as unknown as TopLevelSpec);
}

function panelOf({ metric, other, clouds }: Against, width: number, color: object, shape: object): object {
  const trials = clouds.flatMap(({ label, trials }) =>
    trials.map(({ x, y }) => ({ series: label, x, mean: y })),
  );
  const means = clouds.map(({ label, mean: { x, y } }) => ({ series: label, x, mean: y }));
  const { low, high } = errorRange(trials.map(({ x }) => x));
  const margin = 0.04 * (high - low);
  const x = {
    field: 'x',
    type: 'quantitative',
    title: metric.label,
    scale: { domain: [low - margin, high + margin], nice: false, zero: false },
    axis: { grid: false, tickCount: 5 },
  };
  const y = vertical(other, errorRange(trials.map(({ mean }) => mean)));
  return {
    width,
    height: 260,
    layer: [
      {
        data: { values: trials },
        mark: { type: 'point', filled: true, size: 22, opacity: 0.5 },
        encoding: { x, y, color, shape },
      },
      {
        data: { values: means },
        mark: { type: 'point', filled: true, size: 130, opacity: 1, stroke: ground, strokeWidth: 1 },
        encoding: { x, y, color, shape },
      },
    ],
  };
}
