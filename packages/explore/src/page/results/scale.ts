import type { Axis } from '@mcover/report/look';
import { scaleLinear, scaleLog } from 'd3-scale';

/** Places of numbers on a screen. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** What an axis of the report says of its ticks. */
interface Ticks {
  readonly values?: readonly number[];
  readonly tickCount?: number;
  readonly tickMinStep?: number;
}

/** An axis of the report from one place to another, with no tick nearer than so many pixels to the one before. */
export function scaleOf(
  { scale: { type, domain }, axis }: Axis,
  from: number,
  to: number,
  apart: number,
): Scale {
  const place = (type === 'log' ? scaleLog() : scaleLinear()).domain(domain).range([from, to]);
  const { values, tickCount = 6, tickMinStep } = axis as Ticks;
  // As vega has it.
  const most = tickMinStep ? Math.floor((domain[1] - domain[0]) / tickMinStep) + 1 : Infinity;
  const count = Math.min(tickCount, most, Math.max(2, Math.floor(Math.abs(to - from) / apart)));
  const ticks: number[] = [];
  for (const tick of values ?? place.ticks(count))
    if (ticks.length === 0 || Math.abs(place(tick) - place(ticks.at(-1)!)) >= apart / 2) ticks.push(tick);
  return Object.assign((value: number) => place(value), { ticks });
}
