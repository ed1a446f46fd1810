import { copies, K, M, N, weights } from './layout';
import { normalise } from './rows';

/** w_a ← w_a − strength·(w_a − w̄), copies summed from a = 0 up; rows scaled to unit norm afterwards. */
export function attract(strength: f32): void {
  const stride = copies << 2;
  const end = weights + K * N * stride;
  for (let first = weights; first < end; first += stride) {
    const last = first + (M << 2);
    let sum: f32 = 0;
    for (let at = first; at < last; at += 4) sum += load<f32>(at);
    const mean = sum / <f32>M;
    for (let at = first; at < last; at += 4) {
      const w = load<f32>(at);
      store<f32>(at, w - strength * (w - mean));
    }
  }
  normalise();
}
