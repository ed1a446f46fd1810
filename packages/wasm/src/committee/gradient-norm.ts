import { type CommitteeLayout, stripSingles } from './layout.ts';

/**
 * Norm of the gradient of the last step, over all weight copies. As assembly/committee/descend.ts has it, that of copy b
 * of weight q is the sum over channels s, from 0 up, of what cover ρ⁻¹_{q,s}(b) was told; here in doubles.
 */
export function gradientNorm(
  { N, K, M, S, copies, unitVectors, strips, messages, inverses }: CommitteeLayout,
  memory: ArrayBuffer,
): number {
  const told = new Float32Array(memory, messages);
  const cover = new Uint8Array(memory, inverses);
  const row = strips * stripSingles;
  let square = 0;
  for (let q = 0; q < K * N; q++) {
    const i = q % N;
    const unit = i * row + ((q - i) / N) * unitVectors * 4;
    for (let b = 0; b < M; b++) {
      let gradient = 0;
      for (let s = 0; s < S; s++) gradient += told[unit + s * M + cover[(q * S + s) * copies + b]];
      square += gradient * gradient;
    }
  }
  return Math.sqrt(square);
}
