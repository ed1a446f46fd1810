/**
 * Prints one digest of the bits that core's numeric functions give for 10⁵ arguments. It must be the same under
 * every runtime: `node test/runtimes/numeric-bits.mjs`, the same with `bun`, and with `deno run -A`.
 */
import { exp, log, tanh, uniform } from '@mcover/core';
import { acceptanceThreshold, acos, Xoshiro128 } from '@mcover/core/internals';

const random = new Xoshiro128([1, 2, 3, 4]);
const bits = new DataView(new ArrayBuffer(8));
let digest = 0x811c9dc5;

/** Takes the eight bytes of a double into the 32-bit FNV-1a hash (http://www.isthe.com/chongo/tech/comp/fnv/). */
function take(value) {
  bits.setFloat64(0, value);
  for (let i = 0; i < 8; i++) digest = Math.imul(digest ^ bits.getUint8(i), 0x01000193);
}

for (let i = 0; i < 100_000; i++) {
  const u = 2 * uniform(random) - 1;
  take(exp(750 * u));
  take(exp(25 * u));
  take(log(exp(740 * u)));
  take(log(1 + u / 2));
  take(tanh(20 * u));
  take(tanh(u));
  take(acos(u));
  take(acceptanceThreshold(25 * u));
}

console.log(`numeric bits ${(digest >>> 0).toString(16).padStart(8, '0')}`);
