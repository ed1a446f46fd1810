import type { Theory } from '@mcover/record';
import type { Experiment } from '../summary/experiment.ts';
import type { Axis } from './axis.ts';
import { legendColumns, phone } from './caption.ts';
import { ink } from './palette.ts';

/** The theory of what an experiment is about, along its axis. */
export function theoryOf({ description, metric, view }: Experiment): Theory | undefined {
  return description.theory?.find((theory) => theory.metric === metric?.key && theory.path === view.x);
}

/** One a curve, in their order: dashed, dotted, dash-dotted. */
export const dashes = [
  [6, 4],
  [2, 3],
  [8, 3, 2, 3],
];

/** Pixels from the name of one threshold to the next. */
const lineHeight = 16;

/** Height above the frame that the names of the thresholds take, in pixels, or the least that there is. */
export function thresholdRoom(theory: Theory | undefined): number {
  return Math.max(12, 4 + lineHeight * (theory?.thresholds.length ?? 0));
}

/** Curves, and thresholds as vertical rules with their names above the frame. */
export function theoryLayers(theory: Theory | undefined, x: Axis, y: Axis, width: number): object[] {
  if (!theory) return [];
  const { curves, thresholds } = theory;
  const [from, to] = x.scale.domain;
  const names = curves.map((curve) => curve.name);
  const name = {
    field: 'name',
    type: 'nominal',
    scale: {
      domain: names,
      range: curves.map((_, k) => dashes[k % dashes.length]),
    },
    legend: {
      title: null,
      orient: 'top',
      symbolType: 'stroke',
      columns: legendColumns(names, width),
      symbolStrokeColor: ink,
      symbolSize: 300,
    },
  };
  const values = curves.flatMap(({ name, x: at, y: of }) =>
    at.map((place, order) => ({ name, order, x: place, mean: of[order] })),
  );
  const lines = {
    data: { values },
    mark: { type: 'line', color: ink, strokeWidth: 1.4, clip: true },
    encoding: { x, y, order: { field: 'order' }, strokeDash: name },
  };
  const marks = thresholds.flatMap(({ name, x: at }, i) => {
    if (at <= from || at >= to) return [];
    const data = { values: [{ x: at }] };
    const above = 8 - lineHeight * (thresholds.length - i);
    // On a phone a name is longer than what is beside its rule.
    const place = width <= phone ? { align: 'right', x: 'width' } : { align: 'left' };
    const label = { type: 'text', ...place, fontSize: 13, color: ink, y: above, text: `${name} ${at}` };
    return [
      { data, mark: { type: 'rule', color: '#bbbbbb' }, encoding: { x } },
      { data, mark: label, encoding: width <= phone ? {} : { x } },
    ];
  });
  return [lines, ...marks];
}
