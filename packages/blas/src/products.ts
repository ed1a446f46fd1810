import type { MlpProducts } from '@mcover/wasm';
import { library } from './library.ts';

// Of cblas.h.
const rowMajor = 101;
const asStored = 111;
const transposed = 112;

/** An address keeps no memory alive, so that each set of products holds its own. */
const memories = new WeakMap<MlpProducts['gemm'], ArrayBuffer>();

/**
 * The products of @mcover/wasm's multilayer perceptron, computed by the BLAS in the same memory: addresses are in bytes
 * from its start, strides in singles. The order of sums is the library's own. They allocate nothing.
 *
 * @param buffer of a WebAssembly memory that does not grow.
 * @throws Error where there is no library.
 */
export function blasProducts(buffer: ArrayBuffer): MlpProducts {
  const { sgemm, addressOf } = library();
  const base = addressOf(buffer);
  const product = (formA: number, formB: number): MlpProducts['gemm'] => {
    const run: MlpProducts['gemm'] = (m, n, k, a, lda, b, ldb, c, ldc, accumulate) => {
      const beta = accumulate ? 1 : 0;
      sgemm(rowMajor, formA, formB, m, n, k, 1, base + a, lda, base + b, ldb, beta, base + c, ldc);
    };
    memories.set(run, buffer);
    return run;
  };
  return {
    gemm: product(asStored, asStored),
    gemmNT: product(asStored, transposed),
    gemmTN: product(transposed, asStored),
  };
}
