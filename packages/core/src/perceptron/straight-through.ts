import type { Bank } from '../cover/bank.ts';
import { miniBatches } from '../learning/batches.ts';
import { exp } from '../numeric/exp.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';
import { type Tensors, tensorOf } from '../trial.ts';
import type { LabelledPatterns } from './message-passing.ts';
import { PatternBits } from './pattern-bits.ts';
import { rowsOf, signBits } from './routed-signs.ts';
import type { Solver } from './solving.ts';

/** How straight-through descent goes on, how its copies are coupled, and what it begins from. */
export interface StraightThroughSetup {
  readonly bank: Bank;
  /** Patterns of a batch. */
  readonly B: number;
  /** Rate η, sharpness γ of the loss, and bound of the latent weights. */
  readonly rate: number;
  readonly sharpness: number;
  readonly clip: number;
  /** Latent weights of all covers at first. Not changed. */
  readonly start: Float64Array;
  /** Source of the batches. Not changed. */
  readonly random: Xoshiro128;
}

/**
 * Descent with the straight-through estimator (Bengio et al. 2013, https://arxiv.org/abs/1308.3432; Hubara et al. 2016,
 * https://arxiv.org/abs/1602.02830), in the covers of a bank: a weight is the sign of a latent number h, the loss of a
 * margin x = Δ/√N is ln(1 + e^{−2γx})/2γ, and its gradient by the weights moves h as if the sign were not there,
 *
 *     h ← clip(h + η · mean over channels and batch of G_μ/√N / (1 + e^{2γx_μ})),
 *
 * each copy by the contexts that read it (Eq. 7). Sums run as those of `coverGradient`, whose gradient at the signs this
 * is. Nothing is allocated in an epoch.
 *
 * It observes the mean length of the latent weights (`latent`), and never ends by itself.
 *
 * @example
 * const { N, P, x, y } = teacherStudent(101, 60, { root: 1, trial: 0 });
 * const solver = straightThroughSolver({ N, P, G: gauge(x, y), y }, {
 *   ...{ bank: identityBank(N, 1), B: 20, rate: 0.3, sharpness: 1, clip: 1, start: new Float64Array(N) },
 *   random: stream({ root: 1, trial: 0 }, 'batches'),
 * });
 * solver.advance(); // false
 * solver.weights().every((w) => w === 1 || w === -1); // true
 *
 * @param from a snapshot to go on from.
 */
export function straightThroughSolver(
  patterns: LabelledPatterns,
  { bank, B, rate, sharpness, clip, ...setup }: StraightThroughSetup,
  from?: Tensors,
): Solver {
  const { N, P, G } = patterns;
  const { M, S, routes } = bank;
  const h = from ? tensorOf(from, 'latent', N * M, Float64Array) : Float64Array.from(setup.start);
  const batches = miniBatches(
    P,
    B,
    setup.random,
    from && {
      order: tensorOf(from, 'order', P, Int32Array),
      random: new Xoshiro128(tensorOf(from, 'random', 4, Uint32Array)),
    },
  );
  const root = Math.sqrt(N);
  const bits = new PatternBits(G, N, P);
  const rows = rowsOf(G, N, P);
  const context = new Int32Array(bits.words);
  const pulls = new Float64Array(B + 3);
  const message = new Float64Array(N);
  const uphill = new Float64Array(N * M);

  const step = (batch: Int32Array) => {
    uphill.fill(0);
    for (let s = 0; s < S; s++) {
      for (let a = 0; a < M; a++) {
        signBits(h, bank, s, a, context);
        message.fill(0);
        for (let i = 0; i < batch.length; i++) {
          pulls[i] = 1 / (1 + exp((2 * sharpness * bits.margin(batch[i], context)) / root)) / root;
        }
        // Four patterns at a time, added in their order; in the place of those that a short batch lacks stands 0 times its last.
        pulls.fill(0, batch.length);
        for (let i = 0; i < batch.length; i += 4) {
          const [p0, p1, p2, p3] = [pulls[i], pulls[i + 1], pulls[i + 2], pulls[i + 3]];
          const row = (k: number) => batch[Math.min(i + k, batch.length - 1)] * N;
          const [r0, r1, r2, r3] = [row(0), row(1), row(2), row(3)];
          for (let q = 0; q < N; q++) {
            message[q] =
              message[q] + p0 * rows[r0 + q] + p1 * rows[r1 + q] + p2 * rows[r2 + q] + p3 * rows[r3 + q];
          }
        }
        for (let q = 0; q < N; q++) uphill[routes[(s * N + q) * M + a] * N + q] += message[q];
      }
    }
    const share = S * batch.length;
    for (let at = 0; at < h.length; at++) {
      h[at] = Math.max(-clip, Math.min(clip, h[at] + rate * (uphill[at] / share)));
    }
  };

  return {
    advance() {
      for (const batch of batches.next()) step(batch);
      return false;
    },
    weights: () => Int8Array.from(h, (latent) => (latent >= 0 ? 1 : -1)),
    observe: () => ({ latent: h.reduce((sum, latent) => sum + Math.abs(latent), 0) / h.length }),
    snapshot() {
      const { order, random } = batches.snapshot();
      return {
        latent: { shape: [M, N], data: Float64Array.from(h) },
        order: { shape: [P], data: order },
        random: { shape: [4], data: random.state },
      };
    },
  };
}
