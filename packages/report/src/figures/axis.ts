import type { Metric } from '@mcover/record';
import type { Interval } from '../statistics/interval.ts';
import type { Notations } from '../summary/notation.ts';

/** An axis as vega-lite's encoding. */
export type Axis = Record<string, unknown> & {
  scale: Record<string, unknown> & { domain: [number, number] };
};

/** The axis of the parameter `path` with its values, which are its ticks where they are few. */
export function horizontal(path: string, values: readonly number[], notations: Notations): Axis {
  const xs = [...new Set(values)].sort((a, b) => a - b);
  const logarithmic = notations.of(path).logarithmic === true && xs[0] > 0;
  const [low, high] = logarithmic ? [Math.log(xs[0]), Math.log(xs.at(-1)!)] : [xs[0], xs.at(-1)!];
  const margin = 0.04 * (high - low);
  const ends: [number, number] = [low - margin, high + margin];
  return {
    field: 'x',
    type: 'quantitative',
    title: notations.axisTitle(path),
    scale: logarithmic
      ? { type: 'log', domain: [Math.exp(ends[0]), Math.exp(ends[1])] }
      : { domain: ends, nice: false, zero: false },
    axis: {
      grid: false,
      labelOverlap: 'greedy',
      ...(xs.length <= 12 && { values: xs, labelExpr: 'toString(datum.value)' }),
    },
  };
}

/** The axis of a metric; it begins at 0 exactly where the range does. */
export function vertical(metric: Metric, { low, high }: Interval): Axis {
  const margin = 0.05 * (high - low);
  const domain: [number, number] = [low === 0 ? 0 : low - margin, high + margin];
  return {
    field: 'mean',
    type: 'quantitative',
    title: metric.label,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 6 },
  };
}
