import { choose, type Random, shuffle, spin, stream, uniform } from '@mcover/core';
import { below, largestBound, Xoshiro128 } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { permutations } from './support.ts';

/** Gives the listed words, then fails. */
function scripted(...words: number[]): Random & { left(): number } {
  const rest = [...words];
  return {
    next: () => rest.shift() ?? expect.fail('one word too many was drawn'),
    left: () => rest.length,
  };
}

/** Pearson's χ² of counts against equal shares. */
function chiSquare(counts: number[]): number {
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

/** Counts of the values 0…size−1 in `draws` draws. */
function tally(size: number, draws: number, draw: () => number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < draws; i++) counts[draw()]++;
  return counts;
}

const seeded = () => new Xoshiro128([5, 6, 7, 8]);

describe('xoshiro128**', () => {
  it('gives the words of the reference implementation from state 1, 2, 3, 4', () => {
    // The vector that many implementations share, made with the authors' C code (link in src/random/xoshiro.ts).
    const random = new Xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => random.next())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('goes on from a copy of its state', () => {
    const random = seeded();
    random.next();
    const copy = new Xoshiro128(random.state);
    const words = Array.from({ length: 5 }, () => random.next());
    expect(Array.from({ length: 5 }, () => copy.next())).toEqual(words);
  });

  it('fills an array with the words that it would give one after the other', () => {
    const [random, other] = [seeded(), seeded()];
    const words = new Uint32Array(100);
    random.fill(words);
    expect([...words]).toEqual(Array.from(words, () => other.next()));
    expect(random.next()).toBe(other.next());
  });

  it.each([[[0, 0, 0, 0]], [[1, 2, 3]], [[1, 2, 3, 4, 5]]])('refuses the state %j', (state) => {
    expect(() => new Xoshiro128(state)).toThrow('four 32-bit words, not all zero');
  });
});

describe('below', () => {
  /** The exact law: words w with j·2³² + excess ≤ w·n < (j + 1)·2³² give j. */
  const firstWord = (j: bigint, n: bigint) => ((j << 32n) + (2n ** 32n % n) + n - 1n) / n;
  const lastWord = (j: bigint, n: bigint) => (((j + 1n) << 32n) - 1n) / n;

  it.each([1, 2, 3, 6, 7, 1000, 65_537, 2_097_151, largestBound])('is exactly uniform for n = %d', (n) => {
    const N = BigInt(n);
    const values = [0, 1, Math.floor(n / 2), n - 2, n - 1].filter((j) => j >= 0 && j < n);
    for (const j of new Set(values)) {
      const [first, last] = [firstWord(BigInt(j), N), lastWord(BigInt(j), N)];
      expect(last - first + 1n).toBe(2n ** 32n / N);
      expect(below(scripted(Number(first)), n)).toBe(j);
      expect(below(scripted(Number(last)), n)).toBe(j);
    }
  });

  it('draws again for the words that would make a value too frequent, and only for them', () => {
    // 2³² mod 7 = 4: the low words of w·7 below 4 are refused; w = 0 has 0, w = 613566757 has 3.
    const random = scripted(0, 613_566_757, 1);
    expect(below(random, 7)).toBe(0);
    expect(random.left()).toBe(0);
    let refused = 0;
    for (let j = 0n; j < 7n; j++) {
      const end = j === 6n ? 2n ** 32n : firstWord(j + 1n, 7n);
      for (let word = lastWord(j, 7n) + 1n; word < end; word++) {
        expect(below(scripted(Number(word), 1), 7)).toBe(0);
        refused++;
      }
    }
    // The words before the first accepted one of value 0 are the rest.
    expect(refused + Number(firstWord(0n, 7n))).toBe(4);
  });

  it('takes one word for a power of two, its high bits', () => {
    expect(below(scripted(0), 8)).toBe(0);
    expect(below(scripted(0xdfffffff), 8)).toBe(6);
    expect(below(scripted(0xe0000000), 8)).toBe(7);
  });

  it('fills its range evenly', () => {
    const random = seeded();
    // χ² of 9 degrees of freedom is below 33.7 with probability .9999.
    expect(chiSquare(tally(10, 100_000, () => below(random, 10)))).toBeLessThan(33.7);
  });

  it.each([0, -1, 2 ** 21 + 1, Number.NaN])('refuses the bound %d', (n) => {
    expect(() => below(scripted(0), n)).toThrow('is not in 1…2²¹');
  });
});

describe('uniform', () => {
  it('lies in [0, 1) and has 53 bits', () => {
    expect(uniform(scripted(0, 0))).toBe(0);
    expect(uniform(scripted(0xffffffff, 0xffffffff))).toBe(1 - 2 ** -53);
    expect(uniform(scripted(0, 64))).toBe(2 ** -53);
    expect(uniform(scripted(0x80000000, 0))).toBe(0.5);
  });

  it('fills [0, 1) evenly', () => {
    const random = seeded();
    // χ² of 63 degrees of freedom is below 113.5 with probability .9999.
    expect(chiSquare(tally(64, 200_000, () => Math.floor(uniform(random) * 64)))).toBeLessThan(113.5);
  });
});

describe('spin', () => {
  it('is the top bit of one word', () => {
    expect(spin(scripted(0x7fffffff))).toBe(-1);
    expect(spin(scripted(0x80000000))).toBe(1);
  });
});

describe('shuffle', () => {
  it('exchanges from the last place down, each with a place up to it', () => {
    // With n = 4, 3, 2 these words give j = 0, 2, 0.
    const items = [10, 11, 12, 13];
    shuffle(scripted(1, 0xffffffff, 0), items);
    expect(items).toEqual([11, 13, 12, 10]);
  });

  it('makes each of the 24 orders of four things equally often', () => {
    const random = seeded();
    const orders = permutations(4).map((order) => order.join());
    const counts = tally(24, 120_000, () => {
      const items = Uint8Array.of(0, 1, 2, 3);
      shuffle(random, items);
      return orders.indexOf(items.join());
    });
    // χ² of 23 degrees of freedom is below 57.1 with probability .9999.
    expect(chiSquare(counts)).toBeLessThan(57.1);
  });
});

describe('choose', () => {
  it('gives distinct numbers of the range, all of them if asked', () => {
    const random = seeded();
    for (let count = 0; count <= 20; count++) {
      const chosen = choose(random, count, 20);
      expect(chosen.length).toBe(count);
      expect(new Set(chosen).size).toBe(count);
      expect(chosen.every((i) => i >= 0 && i < 20)).toBe(true);
    }
  });

  it('gives each ordered pair of five equally often', () => {
    const random = seeded();
    const counts = tally(25, 100_000, () => {
      const [first, second] = choose(random, 2, 5);
      return 5 * first + second;
    });
    const pairs = counts.filter((_, i) => i % 6 !== 0);
    expect(counts.filter((_, i) => i % 6 === 0)).toEqual([0, 0, 0, 0, 0]);
    // χ² of 19 degrees of freedom is below 50.8 with probability .9999.
    expect(chiSquare(pairs)).toBeLessThan(50.8);
  });
});

describe('stream', () => {
  const seed = { root: 1, trial: 0 };
  const firstWords = (random: Random) => `${random.next()},${random.next()}`;

  it('is the same for the same purpose, whatever the order of the parameters', () => {
    const one = stream(seed, 'patterns', { N: 10, alpha: 1.5 });
    const two = stream({ trial: 0, root: 1 }, 'patterns', { alpha: 1.5, N: 10 });
    expect(one.state).toEqual(two.state);
  });

  it('starts from the SHA-256 of seed, name and parameters', () => {
    // printf '["mcover",1,0,"patterns",["N",10]]' | sha256sum
    const { state } = stream(seed, 'patterns', { N: 10 });
    const hex = Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
    expect(hex).toBe('6cdbafc61b85b5e68b2e1859b218c121');
  });

  it('shares no words between copies of a trial, and those of none are as they were', () => {
    const [none, one, two] = [{}, { copy: 1 }, { copy: 2 }].map((copy) =>
      firstWords(stream({ root: 1, trial: 0, ...copy }, 'weights')),
    );
    expect(new Set([none, one, two, firstWords(stream({ root: 1, trial: 1 }, 'weights'))]).size).toBe(4);
  });

  it('does not share words between names, parameters, trials and roots', () => {
    const seen = new Set<string>();
    let streams = 0;
    for (const name of ['patterns', 'teacher', 'bank', 'annealing', 'initial weights']) {
      for (const N of [100, 1000]) {
        for (let root = 0; root < 20; root++) {
          for (let trial = 0; trial < 500; trial++) {
            seen.add(firstWords(stream({ root, trial }, name, { N })));
            streams++;
          }
        }
      }
    }
    expect(streams).toBe(100_000);
    expect(seen.size).toBe(streams);
  });

  it('tells apart keys that look alike when run together', () => {
    const alike = [
      stream({ root: 1, trial: 11 }, 'a'),
      stream({ root: 11, trial: 1 }, 'a'),
      stream({ root: 1, trial: 1 }, 'a', { b: 1 }),
      stream({ root: 1, trial: 1 }, 'ab', {}),
      stream({ root: 1, trial: 1 }, 'a', { b: '1' }),
      stream({ root: 1, trial: 1 }, 'a'),
    ];
    expect(new Set(alike.map(firstWords)).size).toBe(alike.length);
  });
});
