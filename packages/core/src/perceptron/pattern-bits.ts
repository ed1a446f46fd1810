/**
 * Gauged patterns as bits, for margins by counts of ones. A bit is 1 for +1; those beyond N are 0 everywhere.
 *
 * @example
 * const bits = new PatternBits(Int8Array.of(1, -1, 1, 1), 2, 2);
 * const weights = bits.pack(Int8Array.of(1, -1));
 * [bits.margin(0, weights), bits.margin(1, weights)]; // [0, -2]
 */
export class PatternBits {
  /** Number of 32-bit words of a pattern. */
  readonly words: number;
  readonly #N: number;
  readonly #rows: Int32Array;

  /** @param G gauged patterns ±1 (Eq. 16) at [q·P + μ]. */
  constructor(G: Int8Array, N: number, P: number) {
    this.words = Math.ceil(N / 32);
    this.#N = N;
    this.#rows = new Int32Array(P * this.words);
    for (let q = 0; q < N; q++) {
      for (let mu = 0, at = q >>> 5; mu < P; mu++, at += this.words) {
        this.#rows[at] |= ((G[q * P + mu] + 1) >> 1) << (q & 31);
      }
    }
  }

  /** The signs of N weights as bits, that of 0 being +1. */
  pack(weights: ArrayLike<number>, into = new Int32Array(this.words)): Int32Array {
    into.fill(0);
    for (let q = 0; q < weights.length; q++) if (weights[q] >= 0) into[q >>> 5] |= 1 << (q & 31);
    return into;
  }

  /** Integer margin m_μ = Σ_q G_{μq} w_q of weights ±1 as bits (Eq. 8, 17). */
  margin(mu: number, weights: Int32Array): number {
    const from = mu * this.words;
    let apart = 0;
    const rows = this.#rows;
    const paired = this.words & ~1;
    for (let i = 0; i < paired; i += 2) {
      apart += onesOfTwo(rows[from + i] ^ weights[i], rows[from + i + 1] ^ weights[i + 1]);
    }
    if (paired < this.words) apart += onesOfTwo(rows[from + paired] ^ weights[paired], 0);
    return this.#N - 2 * apart;
  }
}

/** Number of ones of two words, by sums of neighbours (Warren, Hacker's Delight, 5-1), from fours of bits on of both. */
function onesOfTwo(one: number, other: number): number {
  let x = one - ((one >>> 1) & 0x55555555);
  let y = other - ((other >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  y = (y & 0x33333333) + ((y >>> 2) & 0x33333333);
  x += y;
  x = (x & 0x0f0f0f0f) + ((x >>> 4) & 0x0f0f0f0f);
  return Math.imul(x, 0x01010101) >>> 24;
}

/** Whether weights contradict a pattern of label y by this margin: a field of 0 has the class +1. */
export function contradicts(margin: number, y: number): boolean {
  return margin < 0 || (margin === 0 && y < 0);
}
