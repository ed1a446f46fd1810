import type { Rule } from './trainer.ts';

/**
 * Gradient descent with Nesterov momentum m, v ← m·v + g and w ← w − η·(g + m·v), as written for a gradient at w
 * itself (Sutskever et al. 2013, http://proceedings.mlr.press/v28/sutskever13.html). With m = 0 it is plain gradient
 * descent. It begins with v = 0.
 *
 * @param size number of weights of all covers.
 *
 * @example
 * const rule = nesterovRule(1);
 * const weights = Float64Array.of(0);
 * rule(weights, Float64Array.of(1), { rate: 0.5, momentum: 0.5 });
 * weights; // [-0.75]
 */
export function nesterovRule(size: number): Rule<{ readonly rate: number; readonly momentum: number }> {
  const velocity = new Float64Array(size);
  const move: Rule<{ readonly rate: number; readonly momentum: number }> = (
    weights,
    gradient,
    { rate, momentum },
  ) => {
    for (let at = 0; at < size; at++) {
      velocity[at] = momentum * velocity[at] + gradient[at];
      weights[at] -= rate * (gradient[at] + momentum * velocity[at]);
    }
  };
  return Object.assign(move, { kept: [velocity] });
}
