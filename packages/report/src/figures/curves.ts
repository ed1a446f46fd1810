import type { TopLevelSpec } from 'vega-lite';
import { column, legendColumns, phone, wrap } from './caption.ts';
import { colours } from './palette.ts';
import { drawSvg } from './svg.ts';

/** A point of a curve; with ends there is a band about it. */
export interface CurvePoint {
  readonly x: number;
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
}

/** What one panel shows: a curve of each name. */
export interface CurvePanel {
  readonly heading: string;
  /** Title of the horizontal axis. */
  readonly x: string;
  readonly curves: ReadonlyMap<string, readonly CurvePoint[]>;
}

/**
 * Curves in panels, three in a row at most; a name has one colour throughout, and panels along the same thing have one
 * scale. As SVG text.
 *
 * @param inks colours by name; those of the palette without it.
 */
export function curvesFigure(
  heading: string,
  reading: string,
  panels: readonly CurvePanel[],
  inks: ReadonlyMap<string, string> = new Map(),
  width = column,
): Promise<string> {
  const names = [...new Set(panels.flatMap(({ curves }) => [...curves.keys()]))];
  const range = names.map((name, i) => inks.get(name) ?? colours[i % colours.length]);
  const legend = { title: null, orient: 'top', symbolType: 'stroke', columns: legendColumns(names, width) };
  const color = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range },
    legend: names.length > 1 ? legend : null,
  };
  const columns = width > phone ? Math.min(3, panels.length) : 1;
  const inner = Math.min(330, Math.floor((width - 24) / columns) - 58);
  const figure = {
    title: { text: wrap(heading, width / 8), subtitle: wrap(reading, width / 7.5) },
    columns,
    concat: panels.map((panel) => panelOf(panel, color, domainOf(panels, panel.x), inner)),
    resolve: { scale: { color: 'shared' } },
  };
  return drawSvg(figure as unknown as TopLevelSpec);
}

/** Of all panels along one thing, from 0. */
function domainOf(panels: readonly CurvePanel[], along: string): [number, number] {
  const points = panels.filter(({ x }) => x === along).flatMap(({ curves }) => [...curves.values()].flat());
  const low = Math.min(0, ...points.map(({ mean, low = mean }) => low));
  const high = Math.max(...points.map(({ mean, high = mean }) => high));
  return [low, low + 1.05 * (high - low || 1)];
}

function panelOf(
  { heading, x: along, curves }: CurvePanel,
  color: object,
  domain: [number, number],
  width: number,
): object {
  const values = [...curves].flatMap(([name, points]) => points.map((point) => ({ ...point, name })));
  const x = { field: 'x', type: 'quantitative', title: along, axis: { grid: false, tickCount: 5 } };
  const y = { type: 'quantitative', title: null, scale: { domain, nice: false }, axis: { tickCount: 5 } };
  const band = {
    data: { values: values.filter(({ low, high }) => low !== undefined && high !== undefined) },
    mark: { type: 'area', opacity: 0.2, aria: false },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
  };
  const line = {
    data: { values },
    mark: { type: 'line', strokeWidth: 1.8 },
    encoding: { x, y: { ...y, field: 'mean' }, color },
  };
  return {
    title: { text: heading, anchor: 'start', fontSize: 13, offset: 6 },
    width,
    height: 190,
    layer: [band, line],
  };
}
