/** How many bits of a vector are 1. */
export function ones(bits: v128): u64 {
  return popcnt<u64>(i64x2.extract_lane(bits, 0)) + popcnt<u64>(i64x2.extract_lane(bits, 1));
}
