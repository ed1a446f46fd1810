/** A source of random 32-bit words. */
export interface Random {
  /** The next word, an integer in [0, 2³²). */
  next(): number;
}

/**
 * xoshiro128** of Blackman and Vigna (2018), https://prng.di.unimi.it/xoshiro128starstar.c: 32-bit words and
 * operations only, so that WebAssembly and WGSL can run it too; all bits are of full quality. Period 2¹²⁸ − 1.
 */
export class Xoshiro128 implements Random {
  /** The four words of state; not all may be zero. */
  readonly state: Uint32Array;

  constructor(state: ArrayLike<number>) {
    this.state = Uint32Array.from(state);
    if (this.state.length !== 4 || this.state.every((word) => word === 0)) {
      throw new RangeError('the state of xoshiro128** is four 32-bit words, not all zero');
    }
  }

  next(): number {
    const s = this.state;
    const word = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return word;
  }

  /** The words that `next` would give, one after the other, several times as fast: the state stays in registers. */
  fill(words: Uint32Array, count = words.length): void {
    let [s0, s1, s2, s3] = this.state;
    for (let i = 0; i < count; i++) {
      words[i] = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9);
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = rotateLeft(s3, 11);
    }
    this.state.set([s0, s1, s2, s3]);
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
