import { mlpKernels, mlpLedger } from '@mcover/wasm';
import { blasProducts } from './products.ts';

/** Of C = A·B, m × k by k × n. A fourth of a layer of the paper's, a millisecond or so. */
const [m, n, k] = [128, 256, 512];
const repeats = 5;

/**
 * How many times as fast as WebAssembly this machine's BLAS computes a matrix product, by the clock on the wall, the best of
 * five in turns. One that knows no kernels for the processor, or a reference implementation, may well be the slower one.
 *
 * @throws Error where there is no library.
 */
export function blasAdvantage(): number {
  const ledger = mlpLedger();
  const [a, b, c] = [ledger.take(m * k), ledger.take(k * n), ledger.take(m * n)];
  const { kernels, buffer } = mlpKernels(ledger);
  const products = [kernels, blasProducts(buffer)];
  const best = products.map(() => Infinity);
  for (let repeat = 0; repeat < repeats; repeat++) {
    products.forEach(({ gemm }, which) => {
      const start = performance.now();
      gemm(m, n, k, a, k, b, n, c, n, false);
      best[which] = Math.min(best[which], performance.now() - start);
    });
  }
  return best[0] / best[1];
}
