import type { Trace } from '@mcover/record';
import type { Interval } from '../statistics/interval.ts';
import { mean } from '../statistics/mean.ts';
import { quantile } from '../statistics/quantile.ts';

/** One number of some trials after so many steps. */
export interface Moment extends Interval {
  step: number;
  /** Place on the axis. */
  x: number;
  /** Trials that have shown the number by then. */
  n: number;
  mean: number;
  /** The ends of the band are `low` and `high`, these those of all trials. */
  least: number;
  most: number;
}

/** Name of the axis where no number runs along with the steps. */
export const stepAxis = 'step';

/** Share of the trials that a band holds, those in the middle: of trials of two kinds it shows both, as far as they are common. */
export const bandShare = 0.8;

/** Most moments of a course. */
const mostMoments = 100;

/**
 * Mean and band of one number over trials of equal settings, after the steps at which all of them were looked at, the first
 * on. A trial that has ended stays as it was at its end, and a number that is missing is the last one before it.
 */
export function courseOf(traces: readonly Trace[], key: string, axis: string): Moment[] {
  const values = traces.map((trace) => valuesAlong(trace, key));
  return thinned(commonSteps(traces), mostMoments).flatMap((step) => {
    const there = values.flatMap((valueAt) => valueAt(step) ?? []);
    if (there.length === 0) return [];
    const [low, high] = [(1 - bandShare) / 2, (1 + bandShare) / 2].map((share) => quantile(there, share));
    const [least, most] = [Math.min(...there), Math.max(...there)];
    const x = placeOf(traces, axis, step);
    return [{ step, x, n: there.length, mean: mean(there), low, high, least, most }];
  });
}

/** The steps after which each trial was looked at or had ended: all of them are among those of the longest trial. */
function commonSteps(traces: readonly Trace[]): number[] {
  const endOf = (steps: readonly number[]) => steps.at(-1) ?? 0;
  const longest = traces.reduce<readonly number[]>(
    (most, { step }) => (endOf(step) > endOf(most) ? step : most),
    [],
  );
  const known = traces.map(knownAlong);
  return longest.filter((step) => isRun(step) && known.every((knownAt) => knownAt(step)));
}

/** Whether a trial was looked at after any number of steps or had ended, asked for in rising order. */
function knownAlong({ step: steps }: Trace): (step: number) => boolean {
  let look = 0;
  return (step) => {
    while (look < steps.length && steps[look] < step) look++;
    return look === steps.length || steps[look] === step;
  };
}

/** Before the first step a trial is what it was drawn as, far from everything later. */
const isRun = (step: number) => step > 0;

/** One number of one trial along the axis, at its own looks. */
export function trackOf(
  trace: Trace,
  key: string,
  axis: string,
  most: number,
): readonly { x: number; y: number }[] {
  const numbers = columnOf(trace, key);
  const looks = [...trace.step.keys()].filter(
    (look) => isRun(trace.step[look]) && typeof numbers[look] === 'number',
  );
  const places = axis === stepAxis ? trace.step : columnOf(trace, axis);
  return thinned(looks, most).map((look) => ({ x: places[look] ?? trace.step[look], y: numbers[look]! }));
}

/** The column of a trace; none where it has no such number. */
export function columnOf({ observed }: Trace, key: string): readonly (number | null)[] {
  return Object.hasOwn(observed, key) ? observed[key] : [];
}

/** Where the steps of traces lie on the axis. */
export function placesOf(traces: readonly Trace[], axis: string): Map<number, number> {
  const places = new Map<number, number>();
  for (const trace of traces) {
    const column = columnOf(trace, axis);
    for (const [look, step] of trace.step.entries()) {
      const place = axis === stepAxis ? step : column[look];
      if (typeof place === 'number' && !places.has(step)) places.set(step, place);
    }
  }
  return places;
}

/** Where a step lies on the axis, by the first trace that says so. */
function placeOf(traces: readonly Trace[], axis: string, step: number): number {
  if (axis === stepAxis) return step;
  for (const trace of traces) {
    const place = columnOf(trace, axis)[lookAfter(trace.step, step)];
    if (typeof place === 'number') return place;
  }
  return step;
}

/** The look at a trial after so many steps, of steps that grow; −1 where there was none. */
function lookAfter(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return steps[low] === step ? low : -1;
}

/** A trial's number after any number of steps, asked for in rising order. */
function valuesAlong(trace: Trace, key: string): (step: number) => number | undefined {
  const numbers = columnOf(trace, key);
  let look = 0;
  let last: number | undefined;
  return (step) => {
    for (; look < trace.step.length && trace.step[look] <= step; look++) last = numbers[look] ?? last;
    return last;
  };
}

/** At most so many items, evenly, the first and the last among them. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}
