import type { DiscreteState } from '../learning/glauber.ts';
import type { Bank } from './bank.ts';

/**
 * A base model of N weights ±1 in one configuration, which it keeps to itself: all that its M-cover, and any sampler of
 * it, asks of a model.
 */
export interface PlainState {
  /** Change of `energy` if weight q were flipped. */
  delta(q: number): number;
  /** Flips weight q. */
  flip(q: number): void;
  /** The energy in whole units, an integer. */
  energy(): number;
}

/** A discrete model in M covers, with the contexts that it is made of. */
export interface Cover<State extends PlainState = PlainState> extends DiscreteState {
  /** The base model on the context of cover a in channel s, at [s·M + a]. */
  readonly contexts: readonly State[];
}

/**
 * The M-cover of any discrete model (Eq. 5, 7): one plain copy of it for each context, which cover a has in channel s.
 * The context reads weight q from the cover ρ_{q,s}(a). Copy b of weight q stands in one context of every channel,
 * that of a = ρ⁻¹_{q,s}(b), so that a flip is a plain flip in S contexts.
 *
 * @param weights ±1, one cover after the other: w[a·N + q]. Not changed.
 * @param plain the base model at N weights, which it may keep.
 *
 * @example
 * const { N, P, x, y } = teacherStudent(5, 8, { root: 1, trial: 0 });
 * const patterns = { N, P, G: gauge(x, y), cost: 'linear' };
 * const cover = coverOf(identityBank(N, 2), new Int8Array(2 * N).fill(1), (w) => new Margins(patterns, w));
 * // Site 7 is copy 1 of weight 2.
 * const expected = cover.energy() + cover.delta(7);
 * cover.flip(7);
 * cover.energy() === expected; // true
 */
export function coverOf<State extends PlainState>(
  { N, M, S, routes, inverses }: Bank,
  weights: Int8Array,
  plain: (weights: Int8Array) => State,
): Cover<State> {
  const own = Int8Array.from(weights);
  const contexts = Array.from({ length: S * M }, (_, context) => {
    const a = context % M;
    const first = (context - a) * N + a;
    return plain(Int8Array.from({ length: N }, (_, q) => own[routes[first + q * M] * N + q]));
  });
  return {
    weights: own,
    contexts,
    delta(site) {
      const q = site % N;
      const b = (site - q) / N;
      let change = 0;
      for (let s = 0; s < S; s++) change += contexts[s * M + inverses[(s * N + q) * M + b]].delta(q);
      return change;
    },
    flip(site) {
      const q = site % N;
      const b = (site - q) / N;
      for (let s = 0; s < S; s++) contexts[s * M + inverses[(s * N + q) * M + b]].flip(q);
      own[site] = -own[site];
    },
    energy: () => contexts.reduce((sum, context) => sum + context.energy(), 0),
  };
}
