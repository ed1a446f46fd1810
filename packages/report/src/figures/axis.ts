import type { Metric } from '@mcover/record';
import type { Interval } from '../statistics/interval.ts';
import type { Notations } from '../summary/notation.ts';

/** An axis as vega-lite's encoding. */
export type Axis = Record<string, unknown> & {
  scale: Record<string, unknown> & { domain: [number, number] };
};

/** Pixels that a vertical axis takes with its labels and title, so that panels below each other have one left edge. */
export const verticalExtent = 50;

/** The axis of the parameter `path` over its values, with round ticks; between whole numbers there are none. */
export function horizontal(path: string, values: readonly number[], notations: Notations): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const logarithmic = notations.of(path).logarithmic === true && least > 0;
  const [low, high] = logarithmic ? [Math.log(least), Math.log(most)] : [least, most];
  const margin = 0.05 * (high - low || 1);
  const ends: [number, number] = [low - margin, high + margin];
  const domain: [number, number] = logarithmic ? [Math.exp(ends[0]), Math.exp(ends[1])] : ends;
  return {
    field: 'x',
    type: 'quantitative',
    title: notations.axisTitle(path),
    scale: logarithmic ? { type: 'log', domain } : { domain, nice: false, zero: false },
    axis: {
      grid: false,
      labelOverlap: 'greedy',
      ...(logarithmic
        ? { values: roundTicks(domain), labelExpr: 'toString(datum.value)' }
        : { tickCount: 8, ...(values.every(Number.isInteger) && { tickMinStep: 1 }) }),
    },
  };
}

/** 1, 2 and 5 times the powers of ten within a range. */
function roundTicks([low, high]: [number, number]): number[] {
  const decades = Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1;
  const first = Math.floor(Math.log10(low));
  return Array.from({ length: decades }, (_, k) => [1, 2, 5].map((digit) => Number(`${digit}e${first + k}`)))
    .flat()
    .filter((tick) => tick >= low && tick <= high);
}

/** The axis of a metric; it begins at 0 exactly where the range does. */
export function vertical(metric: Pick<Metric, 'label'>, { low, high }: Interval): Axis {
  const margin = 0.05 * (high - low);
  const domain: [number, number] = [low === 0 ? 0 : low - margin, high + margin];
  return {
    field: 'mean',
    type: 'quantitative',
    title: metric.label,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 6, minExtent: verticalExtent, maxExtent: verticalExtent },
  };
}
