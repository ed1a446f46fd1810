import type { CommitteeProblem } from '../engine.ts';
import { tanh } from '../numeric/tanh.ts';
import { hiddenField } from './fields.ts';
import { marginLoss, marginSlope } from './loss.ts';

/** How sharp the soft committee is: β of the hidden units, γ of the output. */
export interface Sharpness {
  beta: number;
  gamma: number;
}

/** The mean loss over a batch at `weights`, whose derivative by every weight copy is written into `gradient`. */
export type LossAndGradient = (
  weights: Float64Array,
  batch: Int32Array,
  sharpness: Sharpness,
  gradient: Float64Array,
) => number;

/**
 * Loss of a routed soft committee, (1/S) Σ_s Σ_a of the batch mean, and its gradient by hand.
 *
 * Channel s and cover a read the weights J_q^{(ρ_{q,s}(a))} (Eq. 10). The gradient by what was read goes back
 * to where it was read from: copy b of weight q gets that of the cover a = ρ⁻¹_{q,s}(b), once per channel.
 * Sums run over channels in order, then patterns in the order of the batch.
 */
export function routedGradient({ N, K, bank, patterns }: CommitteeProblem): LossAndGradient {
  const { M, S, routes } = bank;
  const size = K * N;
  const context = new Float64Array(size);
  const message = new Float64Array(size);
  const hidden = new Float64Array(K);
  const root = Math.sqrt(K);

  /** Adds one pattern's gradient by the weights in `context` to `message`, and gives its loss. */
  const pass = (mu: number, { beta, gamma }: Sharpness): number => {
    const y = patterns.y[mu];
    let vote = 0;
    for (let k = 0; k < K; k++) {
      hidden[k] = tanh(beta * hiddenField(context, k, patterns, mu));
      vote += hidden[k];
    }
    const margin = (y * vote) / root;
    const byVote = (marginSlope(margin, gamma) * y) / root;
    for (let k = 0; k < K; k++) {
      const byField = byVote * beta * (1 - hidden[k] * hidden[k]);
      for (let i = 0; i < N; i++) message[k * N + i] += byField * patterns.x[mu * N + i];
    }
    return marginLoss(margin, gamma);
  };

  return (weights, batch, sharpness, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let s = 0; s < S; s++) {
      for (let a = 0; a < M; a++) {
        for (let q = 0; q < size; q++) context[q] = weights[routes[(s * size + q) * M + a] * size + q];
        message.fill(0);
        for (let i = 0; i < batch.length; i++) loss += pass(batch[i], sharpness);
        for (let q = 0; q < size; q++) gradient[routes[(s * size + q) * M + a] * size + q] += message[q];
      }
    }
    const share = S * batch.length;
    for (let at = 0; at < gradient.length; at++) gradient[at] /= share;
    return loss / share;
  };
}
