/**
 * One step of gradient descent with Nesterov momentum m, v ← m·v + g and w ← w − η·(g + m·v), as written for a
 * gradient at w itself (Sutskever et al. 2013, http://proceedings.mlr.press/v28/sutskever13.html). With m = 0 it
 * is plain gradient descent.
 *
 * @param weights and velocity: changed in place.
 */
export function nesterov(
  weights: Float64Array,
  velocity: Float64Array,
  gradient: Float64Array,
  { rate, momentum }: { rate: number; momentum: number },
): void {
  for (let at = 0; at < weights.length; at++) {
    velocity[at] = momentum * velocity[at] + gradient[at];
    weights[at] -= rate * (gradient[at] + momentum * velocity[at]);
  }
}
