import { InputError } from '../error.ts';

const tolerance = 1e-12;
const mostRounds = 1000;

/**
 * Sinkhorn balancing of an M×M matrix: rows and columns scaled in turn until each sums to 1 within 1e-12.
 * It does not change P_Q (the scalings cancel in Eq. 6); it matters where Q itself mixes messages.
 *
 * @throws InputError when 1000 rounds do not suffice: Q has no doubly stochastic scaling, as [[1, 1], [0, 1]], or comes
 * near to a matrix without one, as [[1, 1e-6], [1, 1]], for which it takes 5500.
 */
export function sinkhorn(Q: Float64Array, M: number): Float64Array {
  const balanced = Float64Array.from(Q);
  for (let round = 0; round < mostRounds; round++) {
    const rows = scaleLines(balanced, M, M, 1);
    const columns = scaleLines(balanced, M, 1, M);
    if (Math.max(rows, columns) < tolerance) return balanced;
  }
  throw new InputError(
    'kernel',
    'Sinkhorn balancing does not converge in 1000 rounds: Q has no doubly stochastic scaling, or entries too far apart ' +
      'in size; take another Q, or the mixing "empirical" or "marginal"',
  );
}

/** Divides each line by its sum and returns how far from 1 the worst sum was. */
function scaleLines(Q: Float64Array, M: number, lineStride: number, entryStride: number): number {
  let worst = 0;
  for (let line = 0; line < M; line++) {
    let sum = 0;
    for (let i = 0; i < M; i++) sum += Q[line * lineStride + i * entryStride];
    worst = Math.max(worst, Math.abs(sum - 1));
    for (let i = 0; i < M; i++) Q[line * lineStride + i * entryStride] /= sum;
  }
  return worst;
}
