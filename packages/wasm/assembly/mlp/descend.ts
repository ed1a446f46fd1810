/**
 * Stochastic gradient descent with Nesterov's momentum over `count` parameters, A.3: v ← μv + g, then
 * p ← p − rate·(g + μv). Every operation is rounded in this order.
 */
export function descend(count: u32, p: usize, v: usize, g: usize, rate: f32, momentum: f32): void {
  const mu = f32x4.splat(momentum);
  const eta = f32x4.splat(rate);
  const end: usize = count << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    const gradient = v128.load(g + at);
    const velocity = f32x4.add(f32x4.mul(mu, v128.load(v + at)), gradient);
    v128.store(v + at, velocity);
    const step = f32x4.mul(eta, f32x4.add(gradient, f32x4.mul(mu, velocity)));
    v128.store(p + at, f32x4.sub(v128.load(p + at), step));
  }
  for (; at < end; at += 4) {
    const gradient = load<f32>(g + at);
    const velocity = momentum * load<f32>(v + at) + gradient;
    store<f32>(v + at, velocity);
    store<f32>(p + at, load<f32>(p + at) - rate * (gradient + momentum * velocity));
  }
}
