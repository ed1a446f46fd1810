/** Singles in a vector; vectors, and singles, in a strip. */
const vectorSingles = 4;
const stripVectors = 8;
export const stripSingles = vectorSingles * stripVectors;
/** Bits in a word of signs, each of which says whether a ±1 is +1. */
export const wordBits = 16;
/** Tables of signed sums that the kernels keep at a time, assembly/committee/signed-sums.ts. */
const tableBytes = 4 * 4 * 16 * 4 * stripSingles;

/** What decides the layout of a committee in memory. */
export interface CommitteeSize {
  readonly N: number;
  readonly K: number;
  readonly bank: { readonly M: number; readonly S: number };
  readonly patterns: { readonly P: number };
}

/** Sizes and addresses, by the names of the module's globals (assembly/committee/layout.ts). */
export type CommitteeLayout = ReturnType<typeof committeeLayout>['layout'];

/**
 * Where a committee lies in the memory of the kernels. A *context* is one cover of one channel, s·M + a; every
 * hidden unit k has S·M of them, filled up to vectors of 4. The vectors of all units, one unit after the other,
 * are cut into strips of 8, so that row r of the strips belongs to unit ⌊r/4V⌋, context r mod 4V, with V vectors
 * a unit.
 */
export function committeeLayout({ N, K, bank: { M, S }, patterns: { P } }: CommitteeSize) {
  const copies = roundUp(M, vectorSingles);
  const unitVectors = Math.ceil((S * M) / vectorSingles);
  const strips = Math.ceil((K * unitVectors) / stripVectors);
  const inputWords = Math.ceil(N / wordBits);
  const inputs = inputWords * wordBits;
  const most = roundUp(P, wordBits);
  let bytes = 0;
  const take = (size: number): number => {
    const address = bytes;
    bytes += roundUp(size, 64);
    return address;
  };
  const layout = {
    N,
    K,
    M,
    S,
    copies,
    unitVectors,
    strips,
    inputWords,
    /** Copy b of weight q at q·copies + b, singles. Those after the last cover follow cover 0, and nobody reads them. */
    weights: take(4 * K * N * copies),
    /** ρ_{q,s}(a) of 4 contexts together, for every vector of unit k and input i at vector·N + i, a byte each. */
    routes: take(4 * K * unitVectors * N),
    /** ρ⁻¹_{q,s}(b) at (q·S + s)·copies + b, a byte each. */
    inverses: take(K * N * S * copies),
    /** Bit i of pattern μ is [x_{μi} = +1]. */
    patterns: take(2 * P * inputWords),
    /** y_μ, singles. */
    labels: take(4 * P),
    /** Ones where a unit's vectors have a context, zeros after the last. */
    exists: take(16 * unitVectors),
    /** The patterns of a batch, words; their signs, by pattern and by input. */
    batch: take(4 * P),
    inputBits: take(2 * most * inputWords),
    patternBits: take((inputs * most) / 8),
    /** What a strip's contexts read, input by input. The rows after the last input are 0. */
    values: take(4 * inputs * stripSingles),
    tables: take(tableBytes),
    /** Strip by strip, fields of the batch, pattern by pattern, and then the derivatives of the loss by them. */
    fields: take(4 * strips * most * stripSingles),
    /** The gradient by what was read: all strips of input 0, of input 1, and so on. */
    messages: take(4 * inputs * strips * stripSingles),
  };
  return { layout, bytes };
}

function roundUp(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}

/**
 * Bytes of WebAssembly memory that training a committee takes, for batches of up to all P patterns: about
 * 4·SMK·(N + P) for messages and fields, 2·SMKN for the routes and 4·MKN for the weights, with M rounded up to 4,
 * P to 16 and SMK to 32; and 3NP/8 for the signs of the patterns.
 */
export function committeeBytes(size: CommitteeSize): number {
  return committeeLayout(size).bytes;
}
