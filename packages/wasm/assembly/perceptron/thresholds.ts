/**
 * Writes the acceptance thresholds of k = −reach … reach at one temperature, for x = ((k/channels)·unit)/T + attraction: the
 * bits of core's acceptanceThreshold (numeric/acceptance.ts), two at a time. One word behind the last is written as well.
 */
export function tabulate(to: usize, reach: i32, channels: f64, unit: f64, T: f64, attraction: f64): void {
  for (let k = -reach; k <= reach; k += 2) {
    const pair = f64x2.replace_lane(f64x2.splat(<f64>k), 1, <f64>(k + 1));
    const change = f64x2.div(
      f64x2.mul(f64x2.div(pair, f64x2.splat(channels)), f64x2.splat(unit)),
      f64x2.splat(T),
    );
    const odds = f64x2.add(f64x2.splat(1), exp(f64x2.add(change, f64x2.splat(attraction))));
    const words = f64x2.floor(f64x2.add(f64x2.div(f64x2.splat(4294967296), odds), f64x2.splat(0.5)));
    v128.store_lane<u64>(to, i32x4.trunc_sat_f64x2_u_zero(words), 0);
    to += 8;
  }
}

/** The threshold of k, where `zero` is the address of that of k = 0. The larger k, the smaller it is. */
export function thresholdOf(k: i32, reach: i32, zero: usize): u32 {
  if (k < -reach) return u32.MAX_VALUE;
  return k > reach ? 0 : load<u32>(zero + (k << 2));
}

/** eˣ of two doubles as core's exp, but that x beyond ±60 counts as ±60: no threshold tells them apart. */
function exp(argument: v128): v128 {
  const x = f64x2.max(f64x2.min(argument, f64x2.splat(60)), f64x2.splat(-60));
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), f64x2.splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const low = f64x2.mul(k, f64x2.splat(1.9082149292705877e-10));
  const r = f64x2.sub(high, low);
  let tail = f64x2.splat(1 / 6227020800.0);
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 479001600.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 39916800.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 3628800.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 362880.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 40320.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 5040.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 720.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 120.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 24.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 6.0));
  tail = f64x2.add(f64x2.mul(tail, r), f64x2.splat(1 / 2.0));
  const power = f64x2.add(f64x2.splat(1), f64x2.add(high, f64x2.sub(f64x2.mul(f64x2.mul(r, r), tail), low)));
  // 2ᵏ from its exponent: k + 1023 in the low bits of k + 1.5·2⁵² + 1023.
  const exponent = i64x2.shl(f64x2.add(k, f64x2.splat(6755399441056767)), 52);
  return f64x2.mul(power, exponent);
}
