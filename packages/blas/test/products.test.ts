import { execFileSync } from 'node:child_process';
import { blasProducts } from '@mcover/blas';
import { gaussian, stream } from '@mcover/core';
import { expect, it } from 'vitest';
import { describeBlas } from './here.ts';

type Form = 'gemm' | 'gemmNT' | 'gemmTN';

/** Gaussian singles. */
function drawn(name: string, length: number): Float32Array {
  const random = stream({ root: 5, trial: 0 }, `test ${name}`, { length });
  return Float32Array.from({ length }, () => gaussian(random));
}

/** The most that n roundings of singles in a row can move a value, relative to it. */
const gamma = (n: number) => (n * 2 ** -24) / (1 - n * 2 ** -24);

const sizes = [
  { m: 1, n: 1, k: 1, slack: 0 },
  { m: 5, n: 8, k: 0, slack: 0 },
  { m: 0, n: 8, k: 3, slack: 0 },
  { m: 33, n: 65, k: 98, slack: 3 },
  { m: 10, n: 257, k: 512, slack: 0 },
  { m: 161, n: 7, k: 300, slack: 1 },
];
const cases = (['gemm', 'gemmNT', 'gemmTN'] as const).flatMap((form) =>
  sizes.flatMap((size) => [false, true].map((accumulate) => ({ form, ...size, accumulate }))),
);

describeBlas('products by BLAS', () => {
  // Whatever the order of k products and k additions, with or without fused ones, Σ|ab| + |c| bounds the error.
  it.each(cases)(
    '$form of $m × $n × $k, slack $slack, accumulate $accumulate, is near that of doubles',
    (row) => {
      const { form, m, n, k, slack, accumulate } = row;
      const [rowsA, columnsA] = form === 'gemmTN' ? [k, m] : [m, k];
      const [rowsB, columnsB] = form === 'gemmNT' ? [n, k] : [k, n];
      const [lda, ldb, ldc] = [columnsA + slack, columnsB + slack, n + slack].map((stride) =>
        Math.max(1, stride),
      );
      const { buffer } = new WebAssembly.Memory({ initial: 20 });
      let end = 64;
      const placed = (values: Float32Array) => {
        const at = end;
        end += 4 * values.length;
        const view = new Float32Array(buffer, at, values.length);
        view.set(values);
        return { at, view };
      };
      const [A, B] = [placed(drawn('A', rowsA * lda)), placed(drawn('B', rowsB * ldb))];
      const before = drawn('C', m * ldc);
      const C = placed(before);
      const beside = placed(drawn('beside', 16));

      blasProducts(buffer)[form as Form](m, n, k, A.at, lda, B.at, ldb, C.at, ldc, accumulate);

      const excess: number[] = [];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < ldc; j++) {
          const at = i * ldc + j;
          let sum = j < n && !accumulate ? 0 : before[at];
          let size = Math.abs(sum);
          for (let p = 0; j < n && p < k; p++) {
            const a = A.view[form === 'gemmTN' ? p * lda + i : i * lda + p];
            const b = B.view[form === 'gemmNT' ? j * ldb + p : p * ldb + j];
            sum += a * b;
            size += Math.abs(a * b);
          }
          if (!(Math.abs(C.view[at] - sum) <= 1.001 * gamma(k + 1) * size)) excess.push(at);
        }
      }
      expect(excess).toEqual([]);
      expect(beside.view).toEqual(drawn('beside', 16));
    },
  );

  it('keep their memory, though nothing else holds it', () => {
    const built = new URL('../dist/index.js', import.meta.url).href;
    const program = `
      import { blasProducts } from ${JSON.stringify(built)};
      const products = (() => blasProducts(new WebAssembly.Memory({ initial: 400 }).buffer))();
      for (let i = 0; i < 5; i++) await new Promise((done) => setTimeout(done, 5)).then(gc);
      products.gemm(1, 1, 1, 64, 1, 128, 1, 192, 1, false);
      console.log('alive');`;
    const flags = ['--expose-gc', '--input-type=module', '-e', program];
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('alive\n');
  });
});
