import { blocks, collapsed, M, margins, transposed } from './layout';

/**
 * Margins Σ_q G_q W_q of `count` patterns at collapsed weights W = 2U − M. With the bits g of a pattern, G = 2g − 1, it is
 * 4 Σ_q g_q U_q − 2M Σ_q g_q + `rest`, where the rest is the same for all of them.
 */
export function readMargins(count: u32, planeCount: u32, rest: i32): void {
  const bytes = blocks << 4;
  let pattern = transposed;
  for (let mu: u32 = 0; mu < count; mu++) {
    let sum = 0;
    let plane = collapsed;
    for (let bit: u32 = 0; bit < planeCount; bit++) {
      sum += shared(pattern, plane, bytes) << bit;
      plane += bytes;
    }
    store<i32>(margins + (mu << 2), 4 * sum - 2 * <i32>M * shared(pattern, pattern, bytes) + rest);
    pattern += bytes;
  }
}

/** How many bits are 1 in both of two rows. */
function shared(a: usize, b: usize, bytes: u32): i32 {
  let count: u64 = 0;
  for (let at: u32 = 0; at < bytes; at += 16) {
    count += popcnt<u64>(load<u64>(a + at) & load<u64>(b + at));
    count += popcnt<u64>(load<u64>(a + at, 8) & load<u64>(b + at, 8));
  }
  return <i32>count;
}
