/**
 * A chain in which each operation waits for the one before: eight additions and eight rotations, of a cycle each on every
 * processor of the last ten years. Its time is the clock of the core.
 */
export function chain(steps: u32, by: u32): u32 {
  let x = by;
  for (let step: u32 = 0; step < steps; step++) {
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
    x = rotl(x + by, 7);
  }
  return x;
}

/**
 * Twelve sums of four singles, each multiplied and added to in its register, s ← s·m + c. With both constants they take 14 of
 * the 15 registers that V8 has on x86-64, and no memory; each waits for its own multiplication and addition, eight cycles
 * at most, while the others go on.
 */
export function pairs(steps: u32, factor: f32, term: f32): f32 {
  const m = f32x4.splat(factor);
  const c = f32x4.splat(term);
  let s0 = m;
  let s1 = f32x4.add(s0, m);
  let s2 = f32x4.add(s1, m);
  let s3 = f32x4.add(s2, m);
  let s4 = f32x4.add(s3, m);
  let s5 = f32x4.add(s4, m);
  let s6 = f32x4.add(s5, m);
  let s7 = f32x4.add(s6, m);
  let s8 = f32x4.add(s7, m);
  let s9 = f32x4.add(s8, m);
  let s10 = f32x4.add(s9, m);
  let s11 = f32x4.add(s10, m);
  for (let step: u32 = 0; step < steps; step++) {
    s0 = f32x4.add(f32x4.mul(s0, m), c);
    s1 = f32x4.add(f32x4.mul(s1, m), c);
    s2 = f32x4.add(f32x4.mul(s2, m), c);
    s3 = f32x4.add(f32x4.mul(s3, m), c);
    s4 = f32x4.add(f32x4.mul(s4, m), c);
    s5 = f32x4.add(f32x4.mul(s5, m), c);
    s6 = f32x4.add(f32x4.mul(s6, m), c);
    s7 = f32x4.add(f32x4.mul(s7, m), c);
    s8 = f32x4.add(f32x4.mul(s8, m), c);
    s9 = f32x4.add(f32x4.mul(s9, m), c);
    s10 = f32x4.add(f32x4.mul(s10, m), c);
    s11 = f32x4.add(f32x4.mul(s11, m), c);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const high = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
