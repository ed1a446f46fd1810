import type { Metric } from '@mcover/record';
import type { ClaimPair } from '../summary/claims.ts';
import { type Axis, vertical } from './axis.ts';
import { wrap } from './caption.ts';
import { grey, type Ink } from './palette.ts';

/** Differences of pairs along an axis, with the t interval of each, about a line at 0. */
export function differencePanel(
  pairs: readonly ClaimPair[],
  { label }: Metric,
  width: number,
  x: Axis,
  { colour, shape }: Ink,
): object {
  const values = pairs.map(({ subject, difference, interval }) => ({
    x: subject.x,
    mean: difference,
    ...interval,
  }));
  const ends = values.flatMap(({ low, high }) => [low, high]);
  const whole = vertical({ label: 'difference' }, { low: Math.min(0, ...ends), high: Math.max(0, ...ends) });
  const y = { ...whole, axis: { ...(whole.axis as object), tickCount: 4 } };
  const [{ subject, reference }] = pairs;
  return {
    title: { text: wrap(`${subject.label} minus ${reference.label}: ${label}`, width / 8.5) },
    width,
    height: 110,
    data: { values },
    layer: [
      { data: { values: [{ mean: 0 }] }, mark: { type: 'rule', color: grey }, encoding: { y } },
      {
        mark: { type: 'rule', strokeWidth: 1.6, color: colour },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 75, opacity: 1, color: colour, shape },
        encoding: { x, y },
      },
    ],
  };
}
