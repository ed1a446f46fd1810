import { type AnnealingProblem, InputError } from '@mcover/core';

/** What the problems of a batch have in common: it decides the kernels and where everything lies. */
export type Shape = ReturnType<typeof shapeOf>;

const wordBits = 32;

/** Most weight copies: a site and its spin share a word, and core's bounded integers end there. */
const mostSites = 2 ** 21;

/**
 * Sizes of a problem on a device. A *context* is one cover of one channel, row s·M + a. Its margins m are
 * two's-complement counters e = ⌊m/2⌋ of `planes` bit planes, which a flip moves by 1, with the bit rows that
 * proposals read:
 *
 * - even N, linear cost: [e ≤ 0] = [m ≤ 0] and [e ≤ −1] = [m < 0];
 * - odd N, linear: [e ≤ 0] = [m ≤ 1], [e ≤ −1] = [m ≤ −1] and [e ≤ −2] = [m ≤ −3];
 * - counting: [e = 0], the m that a step down makes negative, and [e = −1], those that a step up makes good.
 */
export function shapeOf({ N, P, cost, gamma, bank: { M, S } }: AnnealingProblem) {
  const sites = N * M;
  if (sites > mostSites) {
    const remedy = 'take fewer covers or weights';
    throw new InputError('M', `N·M = ${sites} weight copies are over ${mostSites}; ${remedy}`);
  }
  const words = Math.ceil(P / wordBits);
  return {
    N,
    P,
    M,
    S,
    cost,
    gamma,
    sites,
    /** Words of 32 patterns. */
    words,
    /** From e = −⌈N/2⌉ to ⌊N/2⌋, and 1, which fills up the last word. */
    planes: 1 + (wordBits - Math.clz32(Math.ceil(N / 2))),
    rows: cost === 'linear' && N % 2 === 1 ? 3 : 2,
    /** Whether replicas attract each other, so that thresholds have a row for every c. */
    attracted: gamma !== 0,
  };
}

/** Words of a trial in each buffer. */
export function wordsOf({ N, M, S, sites, words, planes, rows }: Shape) {
  return {
    /** Bit μ of column q is [G_{μq} = +1], at q·words; the bits after P are 0. */
    columns: N * words,
    /** ρ⁻¹_{q,s}(b) at (b·N + q)·S + s, a byte each. */
    contexts: Math.ceil((sites * S) / 4),
    /** For a context its planes, lowest first, then its bit rows: (row·(planes + rows) + i)·words. */
    counters: S * M * (planes + rows) * words,
    /** Sites b·N + q in the order of the sweep, the top bit set where the weight is +1. */
    orders: sites,
    /** State of the generator, four words, then Σ_a w_q^{(a)} at 4 + q. */
    states: 4 + N,
  };
}

/** Invocations of a trial: each has words of patterns of its own, for which it needs no other. */
export function lanesOf({ words }: Shape, most: number): number {
  return Math.min(most, 256, Math.max(32, 2 ** Math.ceil(Math.log2(words))));
}

/** @throws InputError when the problems are not of one shape. */
export function sharedShape(problems: readonly AnnealingProblem[]): Shape {
  if (problems.length === 0) throw new InputError('trials', 'a batch has at least one problem');
  const [first, ...others] = problems.map(shapeOf);
  for (const other of others) {
    for (const key of ['N', 'P', 'M', 'S', 'cost', 'gamma'] as const) {
      if (other[key] === first[key]) continue;
      const values = `${other[key]} and ${first[key]}`;
      throw new InputError(key, `${values} in one batch; anneal them in batches of their own`);
    }
  }
  return first;
}
