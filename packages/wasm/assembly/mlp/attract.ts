/**
 * Attraction of replicas, w_α ← w_α − strength·(w_α − w̄), over `count` parameters of each cover, which lie `cover`
 * singles apart. w̄ is the sum over covers, from α = 0 up, over M; every operation is rounded in this order.
 */
export function attract(count: u32, covers: u32, w: usize, cover: u32, strength: f32): void {
  const stride = cover << 2;
  const M = <f32>covers;
  const last = w + covers * stride;
  const end = w + (count << 2);
  for (; w + 16 <= end; w += 16) {
    let sum = f32x4.splat(0);
    for (let at = w; at < last; at += stride) sum = f32x4.add(sum, v128.load(at));
    const mean = f32x4.div(sum, f32x4.splat(M));
    for (let at = w; at < last; at += stride) {
      const own = v128.load(at);
      const pull = f32x4.mul(f32x4.splat(strength), f32x4.sub(own, mean));
      v128.store(at, f32x4.sub(own, pull));
    }
  }
  for (; w < end; w += 4) {
    let sum: f32 = 0;
    for (let at = w; at < last; at += stride) sum += load<f32>(at);
    const mean = sum / M;
    for (let at = w; at < last; at += stride) {
      const own = load<f32>(at);
      store<f32>(at, own - strength * (own - mean));
    }
  }
}
