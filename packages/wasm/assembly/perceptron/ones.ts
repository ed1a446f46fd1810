/** How many bits of a vector are 1. */
export function ones(bits: v128): u64 {
  return popcnt<u64>(i64x2.extract_lane(bits, 0)) + popcnt<u64>(i64x2.extract_lane(bits, 1));
}

/** How many bits of the vector at an address are 1. Cheaper than `ones` for what is stored anyhow. */
export function onesAt(at: usize): u64 {
  return popcnt<u64>(load<u64>(at)) + popcnt<u64>(load<u64>(at, 8));
}
