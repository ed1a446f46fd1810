import type { LossAndGradient } from '../cover/gradient.ts';
import { InputError } from '../error.ts';
import { descentRule, type Rule } from './trainer.ts';

/**
 * The gradient of a loss by central differences, (L(w + h) − L(w − h))/2h for every weight copy, off by h²/6 of the third
 * derivative: of the routed loss alone (Eq. 7), as a local rule that knows no derivative finds it. It takes two losses a
 * weight copy, which is for models of some hundred.
 *
 * @param of the loss; the gradient that it writes is not read.
 *
 * @example
 * const cube = ([w], batch, knobs, to) => w ** 3;
 * const gradient = new Float64Array(1);
 * centralDifferences(cube, 1, 0.5)(Float64Array.of(2), Int32Array.of(0), {}, gradient); // 8
 * gradient; // [12.25]
 */
export function centralDifferences<Knobs>(
  of: LossAndGradient<Knobs>,
  size: number,
  h: number,
): LossAndGradient<Knobs> {
  const moved = new Float64Array(size);
  const unread = new Float64Array(size);
  return (weights, batch, knobs, gradient) => {
    moved.set(weights);
    for (let at = 0; at < size; at++) {
      moved[at] = weights[at] + h;
      const above = of(moved, batch, knobs, unread);
      moved[at] = weights[at] - h;
      gradient[at] = (above - of(moved, batch, knobs, unread)) / (2 * h);
      moved[at] = weights[at];
    }
    return of(weights, batch, knobs, unread);
  };
}

/**
 * Gradient descent by central differences of step h.
 *
 * @example
 * finiteDifferenceRule(0); // throws step: 0 is no step; take one such as 0.001
 *
 * @throws InputError
 */
export function finiteDifferenceRule(h: number): Rule<{ readonly rate: number }> {
  if (!(h > 0 && Number.isFinite(h))) throw new InputError('step', `${h} is no step; take one such as 0.001`);
  const move: Rule<{ readonly rate: number }> = (weights, gradient, knobs) =>
    descentRule(weights, gradient, knobs);
  return Object.assign(move, {
    kept: [],
    slopes: <Knobs>(of: LossAndGradient<Knobs>, size: number) => centralDifferences(of, size, h),
  });
}
