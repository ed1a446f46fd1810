import type { AnnealingProblem } from '@mcover/core';

/** Patterns, or weights, in a vector of bits. */
const vectorBits = 128;
const vectorBytes = 16;
/** Planes of the low part of a counter, and two masks of its high part. */
const lowVectors = 7;
/** Counts of what is wrong from one sorting of the patterns to the next. */
const countsPerSort = 32;

/** What decides the layout of a problem in memory. */
export interface PerceptronSize extends Pick<AnnealingProblem, 'N' | 'P' | 'cost'> {
  readonly bank: { M: number; S: number };
}

/** Sizes and addresses, by the names of the module's globals (assembly/perceptron/layout.ts). */
export type PerceptronLayout = ReturnType<typeof perceptronLayout>;

/**
 * Where a problem lies in the memory of the kernels. A *context* is one cover of one channel, row s·M + a.
 * Its margins m are counters e = (m + offset)/2 with costs that change only where e passes −1, 0 and 1: a
 * flip moves e by 1. A counter is 16h + l: flips move l, which has five bits, and every sixth passes on to h what has gathered.
 *
 * - even N, linear: offset 0, U = [m ≤ 0] = [e ≤ 0] and V = [m < 0] = [e ≤ −1], D = U + V.
 * - odd N, linear: offset 1, X₁ = [m ≤ 1] = [e ≤ 1], X₂ = [m ≤ −1] = [e ≤ 0] and X₃ = [m ≤ −3] = [e ≤ −1], D
 *   = X₁ + 2X₂ + X₃.
 * - counting: offset 2 for even N, so that m = −2, 0 are e = 0, 1, and 1 for odd N, where m = −1, 1 are; D =
 *   [e is 0 or 1].
 */
export function perceptronLayout({ N, P, cost, bank: { M, S } }: PerceptronSize) {
  const vectors = Math.ceil(P / vectorBits);
  const blocks = Math.ceil(N / vectorBits);
  const bits = cost === 'count' ? 1 : N % 2 === 0 ? 2 : 3;
  const offset = N % 2 === 1 ? 1 : cost === 'count' ? 2 : 0;
  const lowest = (offset - N) / 2;
  const highCount = highPlanes(Math.max(-lowest, lowest + N));
  // With fewer channels a look at the sum after each vector costs more than it saves.
  const sorted = bits === 2 && S > 4;
  const fewAccepted = fewAcceptances({ N, P, M, sorted });
  const rowCount = S * M;
  let bytes = 0;
  const take = (size: number): number => {
    const address = bytes;
    bytes += Math.ceil(size / vectorBytes) * vectorBytes;
    return address;
  };
  return {
    N,
    P,
    M,
    S,
    vectors,
    blocks,
    bits,
    lowest,
    highCount,
    fewAccepted,
    sorted: Number(sorted),
    /** A sorting takes about as long as 90/(M·S) sweeps, a count a fiftieth of one. */
    sweepsPerCount: Math.ceil(256 / rowCount),
    countsPerSort,
    /** State of the generator, four words. */
    random: take(16),
    /** Sites b·N + q in the order of the sweep, a word each. */
    order: take(4 * N * M),
    /** Weights ±1 at site b·N + q, a byte each. */
    spins: take(N * M),
    /** Σ_a w_q^{(a)} at q, a word each. */
    sums: take(4 * N),
    /** ρ⁻¹_{q,s}(b) at (b·N + q)·S + s, a byte each: what a proposal reads lies together. */
    contexts: take(N * M * S),
    /** Bit i of column q is [G_{μq} = +1] of the pattern μ at place i; the bits after P are 0. */
    columns: take(N * vectors * vectorBytes),
    /** Bit μ is [μ < P]. */
    exists: take(vectors * vectorBytes),
    /** Low parts of counters: for a context and a vector of patterns five planes, [h = 0] and [h < 0]. */
    lows: take(rowCount * vectors * lowVectors * vectorBytes),
    /** High parts h, two's complement: for a context and a vector of patterns all planes together, lowest bit first. */
    highs: take(rowCount * vectors * highCount * vectorBytes),
    /** How often a context has moved since its high parts did, a word each. */
    moves: take(4 * rowCount),
    /** Bit rows U, V or X₁, X₂, X₃ or D of a context, for a vector of patterns all of them together; then one of zeros. */
    rows: take((rowCount + 1) * vectors * bits * vectorBytes),
    /** Addresses of the rows of a proposal, and that of the zeros. */
    channels: take(4 * (S + 1)),
    /** B₊ and B₋ of a context, a word each. */
    balances: take(8 * rowCount),
    /** Bit q of pattern μ is [G_{μq} = +1]. A pattern of zeros lies before the first. */
    transposed: take((P + 1) * blocks * vectorBytes) + blocks * vectorBytes,
    /** Where the patterns at all places lie transposed, and a word beyond. */
    patterns: take(4 * (vectors * vectorBits + 1)),
    /** To sort patterns: of each how often it is wrong, and the place that it had; and how many there are of each number. */
    wrongs: take(4 * P),
    places: take(4 * P),
    buckets: take(4 * (rowCount * bits * countsPerSort + 1)),
    /** A of context and weight q, two bytes each; only where they are ever kept. */
    fields: take(fewAccepted === 0 ? 0 : rowCount * blocks * vectorBits * 2),
    /** k of each site, and how many flips there had been then; two words each. */
    known: take(fewAccepted === 0 ? 0 : 8 * N * M),
    /** Bit rows of a context before it moved; or a row before it was sorted. */
    before: take(vectors * bits * vectorBytes),
    /** Addresses of the patterns whose D changed: at most twice each, two fillings to a multiple of 8, four beyond. */
    changes: take(4 * (2 * P + 2 * 7 + 4)),
    /** Bit planes of (W_q + M)/2 at collapsed weights W, a plane after the other; and the margins at them. */
    collapsed: take(blocks * vectorBytes * planesOfSums(M)),
    margins: take(4 * P),
    /** The table of the temperature. It comes last, because its length changes. */
    thresholds: bytes,
  };
}

/**
 * Bytes of WebAssembly memory that a problem takes, but for the thresholds of a temperature (4 each, at most
 * 2²⁴): about NP/4 for the patterns as columns and as rows, SM·((planes + bits)·P/8 + 2N) for margins and
 * fields, and NM·(S + 13), with P and N rounded up to 128.
 */
export function perceptronBytes(shape: PerceptronSize): number {
  return perceptronLayout(shape).thresholds;
}

/** Planes of h in two's complement, where a counter up to ±largest is 16h + l with l from −8 to 7. */
function highPlanes(largest: number): number {
  return 33 - Math.clz32((largest + 8) >> 4);
}

/** Bits of a number from 0 to M. */
export function planesOfSums(M: number): number {
  return 32 - Math.clz32(M);
}

/**
 * Acceptances per sweep below which fields pay: where they cost the flips as much as they save the proposals.
 * In units of the popcounts of 64 patterns (Node 20, x86-64): they save a context of a proposal P/64, or
 * half of it where patterns are sorted, and cost one of a flip 17·P/64 to list the patterns that change, about
 * 2.2·P/√N, and 1 for each and 28 more per 128 weights. The optimum is flat: 0.6 or 1.6 times as many change the time of a whole schedule by less than
 * 3 %.
 */
function fewAcceptances({ N, P, M, sorted }: { N: number; P: number; M: number; sorted: boolean }): number {
  if (4 * P >= 2 ** 16) return 0;
  const words = P / 64;
  const flip = Math.ceil(N / vectorBits) * ((2.2 * P) / Math.sqrt(N) + 28) + 17 * words;
  const saved = sorted ? words / 2 : words;
  return Math.round((N * M * saved) / flip);
}
