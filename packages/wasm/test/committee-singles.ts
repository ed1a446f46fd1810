import type { CommitteeKnobs, CommitteeProblem } from '@mcover/core';

/**
 * The arithmetic of the kernels once more, one rounded single at a time and without tables, vectors or packing.
 * What the kernels compute must be this, bit for bit.
 */

const f = Math.fround;
const bits = new DataView(new ArrayBuffer(4));

/** e^{−x}, assembly/committee/numeric.ts. */
export function expMinus(x: number): number {
  if (!(x < 40)) return 0;
  const shifted = f(f(-x * f(Math.LOG2E)) + 12582912);
  const k = f(shifted - 12582912);
  const r = f(f(-x - f(k * f(0.693359375))) - f(k * f(-0.00021219444)));
  let tail = f(1 / 5040);
  for (const term of [720, 120, 24, 6, 2]) tail = f(f(tail * r) + f(1 / term));
  bits.setInt32(0, (k + 127) << 23);
  return f(f(1 + f(r + f(f(r * r) * tail))) * bits.getFloat32(0));
}

/** log(1 + u). */
export function log1p(u: number): number {
  const s = f(u / f(2 + u));
  const z = f(s * s);
  let tail = f(2 / 17);
  for (const n of [15, 13, 11, 9, 7, 5, 3]) tail = f(f(tail * z) + f(2 / n));
  return f(f(s + s) + f(f(s * z) * tail));
}

/** Size of tanh(x/2), and a fourth of its derivative over a half, e/(1 + e)², at x ≥ 0. */
export function halfTanh(x: number): { size: number; slope: number } {
  const e = expMinus(x);
  const inverse = f(1 / f(1 + e));
  return { size: f(f(1 - e) * inverse), slope: f(f(e * inverse) * inverse) };
}

/** Σ ±v, fours first, then one after the other. */
function signedSum(count: number, at: (n: number) => number): number {
  const value = (n: number) => (n < count ? at(n) : 0);
  let sum = 0;
  for (let n = 0; n < count; n += 4) {
    sum = f(sum + f(f(value(n) + value(n + 1)) + f(value(n + 2) + value(n + 3))));
  }
  return sum;
}

/** Weights, and mean loss, after a step from the singles nearest to the problem's weights. */
export function stepInSingles(
  { N, K, bank, patterns, weights }: CommitteeProblem,
  batch: Int32Array,
  { beta, gamma, rate }: CommitteeKnobs,
): { loss: number; weights: number[] } {
  const { M, S, routes } = bank;
  const [size, B, root] = [K * N, batch.length, Math.sqrt(K)];
  const w = Float32Array.from(weights);
  const source = (s: number, q: number, a: number) => routes[(s * size + q) * M + a] * size + q;
  const x = (b: number, i: number) => patterns.x[batch[b] * N + i];
  const scale = f((4 * beta) / (root * S * B));

  const gradient = new Float32Array(w.length);
  const losses: number[][] = Array.from(batch, () => []);
  for (let s = 0; s < S; s++) {
    for (let a = 0; a < M; a++) {
      const slopes: number[][] = [];
      for (let b = 0; b < B; b++) {
        const y = patterns.y[batch[b]];
        let vote = 0;
        const hidden = Array.from({ length: K }, (_, k) => {
          const F = signedSum(N, (i) => x(b, i) * w[source(s, k * N + i, a)]);
          const { size, slope } = halfTanh(f(f(2 * beta) * Math.abs(F)));
          vote = f(vote + Math.sign(F) * size);
          return slope;
        });
        const margin = f(vote * f(y / root));
        const e = expMinus(f(f(2 * gamma) * Math.abs(margin)));
        losses[b].push(f(Math.max(0, -margin) + f(log1p(e) * f(1 / (2 * gamma)))));
        const factor = f(-f((margin < 0 ? 1 : e) / f(1 + e)) * f(y * scale));
        slopes.push(hidden.map((slope) => f(slope * factor)));
      }
      for (let q = 0; q < size; q++) {
        const message = signedSum(B, (b) => x(b, q % N) * slopes[b][Math.floor(q / N)]);
        gradient[source(s, q, a)] += message;
      }
    }
  }
  for (let at = 0; at < w.length; at++) w[at] -= f(f(rate) * gradient[at]);
  normaliseSingles(w, N);
  return { loss: meanLoss(losses) / (S * B), weights: [...w] };
}

function normaliseSingles(w: Float32Array, N: number): void {
  for (let row = 0; row < w.length; row += N) {
    let square = 0;
    for (let i = row; i < row + N; i++) square += w[i] * w[i];
    const norm = f(Math.sqrt(square));
    for (let i = row; i < row + N; i++) w[i] /= norm === 0 ? 1 : norm;
  }
}

/** Contexts s·M + a are summed in four lanes, the lanes in doubles, then patterns in the order of the batch. */
function meanLoss(losses: readonly number[][]): number {
  let sum = 0;
  for (const own of losses) {
    const lanes = [0, 1, 2, 3].map((lane) =>
      own.filter((_, context) => context % 4 === lane).reduce((total, loss) => f(total + loss), 0),
    );
    sum += lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
  }
  return sum;
}
