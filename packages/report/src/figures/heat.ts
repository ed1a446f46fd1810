import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import type { Heat } from '../summary/heat.ts';
import { column, wrap } from './caption.ts';

/** Better than the level, like it, worse: they stay as they are in the dark, with their text. */
const ramp = ['rgb(107,174,214)', 'rgb(247,247,247)', 'rgb(244,165,110)'];
const ink = 'rgb(20,20,20)';

/**
 * The means of a sweep of two parameters, a map a series. The colour is the difference from the series that they have no
 * effect on, a star a significant one.
 */
export function heatFigure(
  experiment: Experiment,
  { label: name, better, decimals = 4 }: Metric,
  { maps }: Heat,
  width = column,
): TopLevelSpec {
  const { view, notations } = experiment;
  const all = maps.flatMap(({ cells }) => cells);
  const most = Math.max(...all.map(({ difference }) => Math.abs(difference))) || 1;
  const spread = (path: string) =>
    [...new Set(all.map(({ point }) => point.group.parameters[path]))].sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
    );
  const [xs, ys] = [spread(view.x!), spread(view.facet!)].map((values, i) =>
    values.map((value) => notations.writeValue(i === 0 ? view.x! : view.facet!, value)),
  );
  const rows = Math.max(...ys.map((text) => text.length)) * 8 + 40;
  const axis = { labelAngle: 0, ticks: false, domain: false };
  const x = { field: 'x', type: 'ordinal', sort: xs, title: notations.axisTitle(view.x!), axis };
  const y = {
    field: 'y',
    type: 'ordinal',
    sort: ys,
    title: notations.of(view.facet!).symbol,
    axis: { ...axis, minExtent: rows, maxExtent: rows, titleAngle: 0, titleAlign: 'left' },
  };
  const color = {
    field: 'difference',
    type: 'quantitative',
    scale: { domain: [-most, 0, most], range: better === 'lower' ? ramp : [...ramp].reverse() },
    legend: null,
  };
  const digits = width < column ? Math.min(2, decimals) : Math.min(3, decimals);
  const figure = {
    description: experiment.title,
    vconcat: maps.map(({ label, cells }) => ({
      title: { text: wrap(`${label}: mean ${name}`, width / 8.5) },
      width: width - 24 - rows,
      height: { step: 40 },
      data: {
        values: cells.map(({ point: { group, summary }, difference, significant }) => ({
          x: notations.writeValue(view.x!, group.parameters[view.x!]),
          y: notations.writeValue(view.facet!, group.parameters[view.facet!]),
          difference,
          text: `${summary.mean!.toFixed(digits)}${significant ? ' *' : ''}`,
        })),
      },
      layer: [
        { mark: { type: 'rect', stroke: 'rgb(255,255,255)' }, encoding: { x, y, color } },
        { mark: { type: 'text', fontSize: 13, color: ink }, encoding: { x, y, text: { field: 'text' } } },
      ],
    })),
    spacing: 18,
  };
  return figure as unknown as TopLevelSpec;
}
