import { batchOf, classesOf, networkOf, routings } from '@mcover/laws';
import { mlpTrainer, type ProductsOf, wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { f } from './mlp-memory.ts';

/** Products by the plainest loop over the buffer, in the order of the kernels. */
const loops: ProductsOf = (buffer) => {
  const singles = new Float32Array(buffer);
  const product =
    (transposedA: boolean, transposedB: boolean) =>
    (
      ...[m, n, k, a, strideA, b, strideB, c, strideC, accumulate]: [
        ...[number, number, number, number, number, number, number, number, number],
        boolean,
      ]
    ) => {
      const inA = (i: number, p: number) => a / 4 + (transposedA ? p * strideA + i : i * strideA + p);
      const inB = (p: number, j: number) => b / 4 + (transposedB ? j * strideB + p : p * strideB + j);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const at = c / 4 + i * strideC + j;
          let sum = accumulate ? singles[at] : 0;
          for (let p = 0; p < k; p++) sum = f(sum + f(singles[inA(i, p)] * singles[inB(p, j)]));
          singles[at] = sum;
        }
      }
    };
  return { gemm: product(false, false), gemmNT: product(false, true), gemmTN: product(true, false) };
};

describe('products of another’s', () => {
  it.each(routings)('compute on the same memory all that a training multiplies (%s)', (routing) => {
    const problem = networkOf({ widths: [13, 9, 7, 4], M: 3, B: 10, routing });
    const own = wasmEngine.mlp(problem);
    const other = mlpTrainer(problem, loops);
    const idle = mlpTrainer(problem, () => ({ gemm() {}, gemmNT() {}, gemmTN() {} }));
    for (const count of [10, 7]) {
      const batch = batchOf(10, count);
      const loss = own.step(batch, { rate: 0.1, momentum: 0.9 });
      expect(other.step(batch, { rate: 0.1, momentum: 0.9 })).toBe(loss);
      expect(idle.step(batch, { rate: 0.1, momentum: 0.9 })).not.toBe(loss);
    }
    expect(other.weights()).toEqual(own.weights());
    const patterns = classesOf(13, 50, 4, 3);
    expect(other.classes(patterns)).toEqual(own.classes(patterns));
  });
});
