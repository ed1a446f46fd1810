import { random } from './layout';

/** The next word of xoshiro128** (https://prng.di.unimi.it/xoshiro128starstar.c), as core's. */
export function next(): u32 {
  const s0 = load<u32>(random, 0);
  const s1 = load<u32>(random, 4);
  let s2 = load<u32>(random, 8);
  let s3 = load<u32>(random, 12);
  const word = rotl<u32>(s1 * 5, 7) * 9;
  const shifted = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  store<u32>(random, s0 ^ s3, 0);
  store<u32>(random, s1 ^ s2, 4);
  store<u32>(random, s2 ^ shifted, 8);
  store<u32>(random, rotl<u32>(s3, 11), 12);
  return word;
}

/** A uniform integer in [0, n), by core's rule: drawn again while the low word is under 2³² mod n. */
function below(n: u32): u32 {
  let product = <u64>next() * n;
  if (<u32>product < n) {
    const excess = <u32>-n % n;
    while (<u32>product < excess) product = <u64>next() * n;
  }
  return <u32>(product >> 32);
}

/** Shuffles `count` words in place: Fisher–Yates from the last place down. */
export function shuffle(items: usize, count: u32): void {
  for (let i = count - 1; <i32>i > 0; i--) {
    const here = items + (i << 2);
    const there = items + (below(i + 1) << 2);
    const item = load<u32>(here);
    store<u32>(here, load<u32>(there));
    store<u32>(there, item);
  }
}
