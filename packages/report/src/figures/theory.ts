import type { Theory } from '@mcover/record';
import type { Experiment } from '../summary/experiment.ts';
import type { Axis } from './axis.ts';
import { grey } from './palette.ts';

/** The theory of what an experiment is about, along its axis. */
export function theoryOf({ description, metric, view }: Experiment): Theory | undefined {
  return description.theory?.find((theory) => theory.metric === metric?.key && theory.path === view.x);
}

/** One a curve, in their order. */
const dashes = [
  { name: 'dashed', dash: [6, 4] },
  { name: 'dotted', dash: [2, 3] },
  { name: 'dash-dotted', dash: [8, 3, 2, 3] },
];
const dashOf = (curve: number) => dashes[curve % dashes.length];

/** "Grey: optimal error (dashed), fixed point (dotted)." */
export function theoryReading({ curves }: Theory): string {
  return `Grey: ${curves.map(({ name }, k) => `${name} (${dashOf(k).name})`).join(', ')}.`;
}

/** Pixels from the name of one threshold to the next. */
const lineHeight = 14;

/** Height above the frame that the names of the thresholds take, in pixels, or the least that there is. */
export function thresholdRoom(theory: Theory | undefined): number {
  return Math.max(12, 4 + lineHeight * (theory?.thresholds.length ?? 0));
}

/** Curves, and thresholds as vertical rules with their names above the frame. */
export function theoryLayers(theory: Theory | undefined, x: Axis, y: Axis): object[] {
  if (!theory) return [];
  const { curves, thresholds } = theory;
  const [from, to] = x.scale.domain;
  const lines = curves.map((curve, k) => ({
    data: { values: curve.x.map((at, order) => ({ order, x: at, mean: curve.y[order] })) },
    mark: { type: 'line', color: grey, strokeWidth: 1.3, strokeDash: dashOf(k).dash, clip: true },
    encoding: { x, y, order: { field: 'order' } },
  }));
  const marks = thresholds.flatMap(({ name, x: at }, i) => {
    if (at <= from || at >= to) return [];
    const data = { values: [{ x: at }] };
    const above = 8 - lineHeight * (thresholds.length - i);
    const label = { type: 'text', align: 'left', fontSize: 11, color: grey, y: above, text: `${name} ${at}` };
    return [
      { data, mark: { type: 'rule', color: '#bbbbbb' }, encoding: { x } },
      { data, mark: label, encoding: { x } },
    ];
  });
  return [...lines, ...marks];
}
