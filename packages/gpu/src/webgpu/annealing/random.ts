/**
 * The generator and the shuffle of core/random, in 32-bit words: xoshiro128**
 * (https://prng.di.unimi.it/xoshiro128starstar.c) and Lemire's bounded integers. Every invocation of a trial runs the
 * same generator, which is cheaper than passing words on.
 */
export const randomSource = /* wgsl */ `
var<private> random: vec4u;

fn rotated(word: u32, bits: u32) -> u32 {
  return (word << bits) | (word >> (32u - bits));
}

fn next() -> u32 {
  let s = random;
  let word = rotated(s.y * 5u, 7u) * 9u;
  let z = s.z ^ s.x;
  let w = s.w ^ s.y;
  random = vec4u(s.x ^ w, s.y ^ z, z ^ (s.y << 9u), rotated(w, 11u));
  return word;
}

/** The high word of a·b. */
fn highProduct(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}

/** A uniform integer in [0, n): drawn again while the low word is under 2³² mod n. */
fn below(n: u32) -> u32 {
  var word = next();
  if (word * n < n) {
    let excess = (0u - n) % n;
    while (word * n < excess) { word = next(); }
  }
  return highProduct(word, n);
}
`;
