import type { Bank } from './bank.ts';

/**
 * The loss of one pattern μ of a base model at `weights`, whose derivative by every weight is added to `gradient`:
 * all that the M-cover of a differentiable model asks of it. `knobs` are what changes from step to step.
 */
export type PatternGradient<Knobs> = (
  weights: Float64Array,
  mu: number,
  knobs: Knobs,
  gradient: Float64Array,
) => number;

/** The mean loss over a batch at `weights`, whose derivative by every weight copy is written into `gradient`. */
export type LossAndGradient<Knobs> = (
  weights: Float64Array,
  batch: Int32Array,
  knobs: Knobs,
  gradient: Float64Array,
) => number;

/**
 * Loss of the M-cover of any differentiable model, (1/S) Σ_s Σ_a of the batch mean (Eq. 7), and its gradient.
 *
 * Channel s and cover a read the weights J_q^{(ρ_{q,s}(a))} (Eq. 5). The gradient by what was read goes back to where
 * it was read from: copy b of weight q gets that of the cover a = ρ⁻¹_{q,s}(b), once per channel. Sums run over
 * channels in order, then covers, then patterns in the order of the batch. Nothing is allocated in a call.
 *
 * @example
 * const square = ([w], mu, knobs, gradient) => {
 *   gradient[0] += w - mu;
 *   return (w - mu) ** 2 / 2;
 * };
 * const gradient = new Float64Array(2);
 * const batch = Int32Array.of(0, 1);
 * coverGradient(identityBank(1, 2), square)(Float64Array.of(3, 5), batch, {}, gradient); // 13.5
 * gradient; // [2.5, 4.5]
 */
export function coverGradient<Knobs>(
  { N, M, S, routes }: Bank,
  plain: PatternGradient<Knobs>,
): LossAndGradient<Knobs> {
  const context = new Float64Array(N);
  const message = new Float64Array(N);

  return (weights, batch, knobs, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let s = 0; s < S; s++) {
      for (let a = 0; a < M; a++) {
        for (let q = 0; q < N; q++) context[q] = weights[routes[(s * N + q) * M + a] * N + q];
        message.fill(0);
        for (let i = 0; i < batch.length; i++) loss += plain(context, batch[i], knobs, message);
        for (let q = 0; q < N; q++) gradient[routes[(s * N + q) * M + a] * N + q] += message[q];
      }
    }
    const share = S * batch.length;
    for (let at = 0; at < gradient.length; at++) gradient[at] /= share;
    return loss / share;
  };
}
