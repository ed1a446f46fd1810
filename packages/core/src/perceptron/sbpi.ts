import type { Bank } from '../cover/bank.ts';
import { below, shuffle } from '../random/draw.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';
import { type Tensors, tensorOf } from '../trial.ts';
import type { LabelledPatterns } from './message-passing.ts';
import { contradicts, PatternBits } from './pattern-bits.ts';
import { rowsOf, signBits } from './routed-signs.ts';
import type { Solver } from './solving.ts';

/** How an SBPI is coupled, and what it begins from. */
export interface SbpiSetup {
  readonly bank: Bank;
  /** κ: the probability of a consolidating step times the number of margins that ask for one. */
  readonly metaplastic: number;
  /** Hidden odd integers of all covers at first, ±1. Not changed. */
  readonly start: ArrayLike<number>;
  /** Source of the orders and coins, and of the channels that patterns are seen through. Not changed. */
  readonly random: Xoshiro128;
  readonly channels: Xoshiro128;
}

/**
 * SBPI, of integers alone (Baldassi, Braunstein, Brunel and Zecchina 2007, https://doi.org/10.1073/pnas.0700324104), in the
 * covers of a bank. A weight is the sign of a hidden odd integer h. An epoch takes the patterns in shuffled order, each
 * through one channel that is drawn, cover by cover (Eq. 5, 8), with its integer margin Δ:
 *
 * - Where the weights that are read contradict the pattern, h ← h + 2G for all of them: the step of a perceptron.
 * - Where 0 ≤ Δ ≤ θ, with a probability, h ← h + 2G for those of the sign of G, so that no weight flips.
 *
 * θ is 2 for even N and 1 for odd N; the probability is κ divided by the number of margins there, of which Δ = 0 counts
 * half. κ = 0 is the step of a perceptron on contradicted patterns alone. One cover is SBPI as published.
 *
 * It observes the share of the last epoch's margins that were contradictions (`errors`), and ends after an epoch without.
 *
 * @example
 * const { N, P, x, y } = teacherStudent(101, 60, { root: 1, trial: 0 });
 * const solver = sbpiSolver({ N, P, G: gauge(x, y), y }, {
 *   ...{ bank: identityBank(N, 1), metaplastic: 0.3333, start: initialSpins(N, 1, { root: 1, trial: 0 }) },
 *   ...{ random: stream({ root: 1, trial: 0 }, 'sbpi'), channels: stream({ root: 1, trial: 0 }, 'channels') },
 * });
 * for (let i = 0; i < 1000 && !solver.advance(); i++);
 * solver.observe(); // { errors: 0 }
 *
 * @param from a snapshot to go on from.
 */
export function sbpiSolver(patterns: LabelledPatterns, setup: SbpiSetup, from?: Tensors): Solver {
  const { N, P, G, y } = patterns;
  const { bank, metaplastic } = setup;
  const { M, S, routes, inverses } = bank;
  const h = from ? tensorOf(from, 'hidden', N * M, Int32Array) : Int32Array.from(setup.start);
  const order = from ? tensorOf(from, 'order', P, Int32Array) : Int32Array.from({ length: P }, (_, mu) => mu);
  const random = new Xoshiro128(from ? tensorOf(from, 'random', 4, Uint32Array) : setup.random.state);
  const channels = new Xoshiro128(from ? tensorOf(from, 'channels', 4, Uint32Array) : setup.channels.state);
  let [errors] = from ? tensorOf(from, 'errors', 1, Float64Array) : [Number.NaN];

  const bits = new PatternBits(G, N, P);
  const rows = rowsOf(G, N, P);
  const contexts = Array.from({ length: S * M }, () => new Int32Array(bits.words));
  for (let s = 0; s < S; s++) {
    for (let a = 0; a < M; a++) signBits(h, bank, s, a, contexts[s * M + a]);
  }
  const even = N % 2 === 0;
  const widest = even ? 2 : 1;
  const threshold = (metaplastic / (even ? 1.5 : 1)) * 2 ** 32;

  /** Weight q of cover b has another sign: so have the contexts that read it, one in each channel. */
  const flip = (q: number, b: number) => {
    const [word, bit] = [q >>> 5, 1 << (q & 31)];
    for (let s = 0; s < S; s++) contexts[s * M + inverses[(s * N + q) * M + b]][word] ^= bit;
  };
  const repair = (mu: number, s: number, a: number) => {
    for (let q = 0, route = s * N * M + a, row = mu * N; q < N; q++, route += M, row++) {
      const b = routes[route];
      const before = h[b * N + q];
      const after = before + 2 * rows[row];
      h[b * N + q] = after;
      if ((before ^ after) < 0) flip(q, b);
    }
  };
  const consolidate = (mu: number, s: number, a: number) => {
    for (let q = 0, route = s * N * M + a, row = mu * N; q < N; q++, route += M, row++) {
      const at = routes[route] * N + q;
      const asked = rows[row];
      if ((h[at] ^ asked) >= 0) h[at] += 2 * asked;
    }
  };

  return {
    advance() {
      let wrong = 0;
      shuffle(random, order);
      for (let i = 0; i < P; i++) {
        const mu = order[i];
        const s = below(channels, S);
        for (let a = 0; a < M; a++) {
          const coin = random.next() < threshold;
          const margin = bits.margin(mu, contexts[s * M + a]);
          if (contradicts(margin, y[mu])) {
            wrong++;
            repair(mu, s, a);
          } else if (coin && margin <= widest) consolidate(mu, s, a);
        }
      }
      errors = wrong / (P * M);
      return wrong === 0;
    },
    weights: () => Int8Array.from(h, Math.sign),
    observe: () => ({ errors }),
    snapshot: () => ({
      hidden: { shape: [M, N], data: Int32Array.from(h) },
      order: { shape: [P], data: Int32Array.from(order) },
      random: { shape: [4], data: Uint32Array.from(random.state) },
      channels: { shape: [4], data: Uint32Array.from(channels.state) },
      errors: { shape: [1], data: Float64Array.of(errors) },
    }),
  };
}
