import { tanh } from '../numeric/tanh.ts';

/**
 * What a hidden unit makes of its field. `sign` is ±1 with sign(0) = +1; having no useful derivative, it learns
 * straight through (Bengio, Léonard and Courville 2013, https://arxiv.org/abs/1308.3432), with the slope of the
 * identity clipped to [−1, 1]: 1 where |a| ≤ 1, 0 elsewhere.
 */
export type Activation = 'relu' | 'tanh' | 'sign';

/** Writes the activations of the first `count` fields into `values`. */
export function activate(kind: Activation, fields: Float64Array, count: number, values: Float64Array): void {
  switch (kind) {
    case 'relu':
      for (let at = 0; at < count; at++) values[at] = Math.max(0, fields[at]);
      return;
    case 'tanh':
      for (let at = 0; at < count; at++) values[at] = tanh(fields[at]);
      return;
    case 'sign':
      for (let at = 0; at < count; at++) values[at] = fields[at] >= 0 ? 1 : -1;
  }
}

/**
 * Turns the gradient by `count` activations into that by their fields, in place. The slope of `relu` at 0 is 0.
 *
 * @param values the activations of the fields.
 */
export function throughActivation(
  kind: Activation,
  fields: Float64Array,
  values: Float64Array,
  count: number,
  deltas: Float64Array,
): void {
  switch (kind) {
    case 'relu':
      for (let at = 0; at < count; at++) if (!(fields[at] > 0)) deltas[at] = 0;
      return;
    case 'tanh':
      for (let at = 0; at < count; at++) deltas[at] *= 1 - values[at] * values[at];
      return;
    case 'sign':
      for (let at = 0; at < count; at++) if (!(Math.abs(fields[at]) <= 1)) deltas[at] = 0;
  }
}
