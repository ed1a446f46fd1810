import { copies, inverses, K, M, messages, N, S, stripBytes, strips, unitVectors, weights } from './layout';
import { normalise } from './rows';

/** w ← w − η·gradient, rows scaled to unit norm afterwards. */
export function descend(rate: f32): void {
  for (let k: u32 = 0; k < K; k++) {
    for (let b: u32 = 0; b < copies; b += 4) descendCopies(k, b, rate);
  }
  normalise();
}

/**
 * Copies b…b+3 of all weights of unit k. The gradient by what channel s and cover a read is in `messages`; that of
 * copy b of weight q is the sum over s, from 0 up, of those of cover ρ⁻¹_{q,s}(b).
 */
function descendCopies(k: u32, b: u32, rate: f32): void {
  const unit = messages + k * (unitVectors << 4);
  const stride = strips * stripBytes;
  const channel = M << 2;
  const eta = f32x4.splat(rate);
  let inverse = inverses + k * N * S * copies + b;
  let w = weights + (k * N * copies + b) * 4;
  for (let i: u32 = 0; i < N; i++) {
    let message = unit + i * stride;
    let gradient = f32x4.splat(0);
    for (let s: u32 = 0; s < S; s++) {
      let read = v128.load_zero<u32>(message + ((<usize>load<u8>(inverse)) << 2));
      read = v128.load_lane<u32>(message + ((<usize>load<u8>(inverse, 1)) << 2), read, 1);
      read = v128.load_lane<u32>(message + ((<usize>load<u8>(inverse, 2)) << 2), read, 2);
      read = v128.load_lane<u32>(message + ((<usize>load<u8>(inverse, 3)) << 2), read, 3);
      gradient = f32x4.add(gradient, read);
      message += channel;
      inverse += copies;
    }
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(eta, gradient)));
    w += copies << 2;
  }
}
