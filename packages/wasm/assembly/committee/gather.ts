import { copies, K, N, routes, stripBytes, unitVectors, values, weights } from './layout';

/**
 * The weights that the contexts of a strip read, J_q^{(ρ_{q,s}(a))} of Eq. 10: row i of `values` holds those of
 * input i. Vectors after the last unit's are zero.
 */
export function gather(strip: u32): void {
  for (let v: u32 = 0; v < 8; v++) {
    const vector = (strip << 3) + v;
    if (vector < K * unitVectors) gatherVector(vector, values + (v << 4));
    else clearVector(values + (v << 4));
  }
}

function gatherVector(vector: u32, values: usize): void {
  const stride = copies << 2;
  let copy = weights + (vector / unitVectors) * N * stride;
  let route = routes + vector * (N << 2);
  const end = route + (N << 2);
  let to = values;
  while (route < end) {
    let read = v128.load_zero<u32>(copy + ((<usize>load<u8>(route)) << 2));
    read = v128.load_lane<u32>(copy + ((<usize>load<u8>(route, 1)) << 2), read, 1);
    read = v128.load_lane<u32>(copy + ((<usize>load<u8>(route, 2)) << 2), read, 2);
    read = v128.load_lane<u32>(copy + ((<usize>load<u8>(route, 3)) << 2), read, 3);
    v128.store(to, read);
    to += stripBytes;
    copy += stride;
    route += 4;
  }
}

function clearVector(values: usize): void {
  for (let i: u32 = 0; i < N; i++) v128.store(values + i * stripBytes, f32x4.splat(0));
}
