import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, drawn, f, gamma, laidOut } from './mlp-memory.ts';

type Form = 'gemm' | 'gemmNT' | 'gemmTN';
const forms: readonly Form[] = ['gemm', 'gemmNT', 'gemmTN'];

interface Case {
  m: number;
  n: number;
  k: number;
  /** Columns of every stored matrix that do not belong to it. */
  slack: number;
  accumulate: boolean;
}

interface Operands {
  A: Float32Array;
  B: Float32Array;
  C: Float32Array;
  strideA: number;
  strideB: number;
  strideC: number;
  a(i: number, p: number): number;
  b(p: number, j: number): number;
}

function operands(form: Form, { m, n, k, slack }: Case): Operands {
  const [rowsA, columnsA] = form === 'gemmTN' ? [k, m] : [m, k];
  const [rowsB, columnsB] = form === 'gemmNT' ? [n, k] : [k, n];
  const [strideA, strideB, strideC] = [columnsA + slack, columnsB + slack, n + slack];
  const A = drawn('A', rowsA * strideA);
  const B = drawn('B', rowsB * strideB);
  const C = drawn('C', m * strideC);
  return {
    A,
    B,
    C,
    strideA,
    strideB,
    strideC,
    a: (i, p) => A[form === 'gemmTN' ? p * strideA + i : i * strideA + p],
    b: (p, j) => B[form === 'gemmNT' ? j * strideB + p : p * strideB + j],
  };
}

function byKernel(form: Form, { m, n, k, accumulate }: Case, o: Operands): Float32Array {
  const { kernels, at, views } = laidOut({ A: o.A, B: o.B, C: o.C });
  kernels[form](m, n, k, at.A, o.strideA, at.B, o.strideB, at.C, o.strideC, accumulate);
  expect(bitsOf(views.A)).toEqual(bitsOf(o.A));
  expect(bitsOf(views.B)).toEqual(bitsOf(o.B));
  return views.C;
}

/** Every element of C by `element`; the slack stays. */
function byElement({ m, n }: Case, o: Operands, element: (i: number, j: number, c: number) => number) {
  const C = o.C.slice();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) C[i * o.strideC + j] = element(i, j, C[i * o.strideC + j]);
  }
  return C;
}

/** The order that assembly/mlp/gemm.ts states, one rounded single at a time. */
function inSingles(row: Case, o: Operands): Float32Array {
  return byElement(row, o, (i, j, c) => {
    let sum = row.accumulate ? c : 0;
    for (let p = 0; p < row.k; p++) sum = f(sum + f(o.a(i, p) * o.b(p, j)));
    return sum;
  });
}

/**
 * Doubles against singles: a term is rounded as a product, and by the additions of it and of those after it, so that
 * the sum is off by at most γ of k + 1 roundings of Σ|a·b| + |c|.
 */
function expectClose(row: Case, o: Operands, C: Float32Array): void {
  const relative = gamma(row.k + 1);
  let excess = 0;
  byElement(row, o, (i, j, c) => {
    let sum = row.accumulate ? c : 0;
    let size = Math.abs(sum);
    for (let p = 0; p < row.k; p++) {
      const term = o.a(i, p) * o.b(p, j);
      sum += term;
      size += Math.abs(term);
    }
    // Doubles err too, by so little that a thousandth of the bound holds it.
    const error = Math.abs(C[i * o.strideC + j] - sum);
    if (!(error <= 1.001 * relative * size)) excess = Math.max(excess, error / (relative * size));
    return sum;
  });
  expect(excess).toBe(0);
}

const table: Case[] = [
  { m: 1, n: 1, k: 1, slack: 0, accumulate: false },
  { m: 5, n: 8, k: 4, slack: 0, accumulate: false },
  { m: 6, n: 9, k: 5, slack: 3, accumulate: true },
  { m: 160, n: 16, k: 256, slack: 0, accumulate: true },
  { m: 161, n: 7, k: 257, slack: 1, accumulate: false },
  { m: 10, n: 256, k: 512, slack: 0, accumulate: false },
  { m: 3, n: 1031, k: 258, slack: 0, accumulate: false },
  { m: 163, n: 1025, k: 9, slack: 2, accumulate: true },
];

describe.each(forms)('%s', (form) => {
  it.each(table)('is its order of sums, and near the exact product: $m × $n × $k', (row) => {
    const o = operands(form, row);
    const C = byKernel(form, row, o);
    expect(bitsOf(C)).toEqual(bitsOf(inSingles(row, o)));
    expectClose(row, o, C);
  });

  it('is so for any sizes and strides', () => {
    const sizes = fc.record({
      m: fc.integer({ min: 0, max: 30 }),
      n: fc.integer({ min: 0, max: 40 }),
      k: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 250, max: 530 })),
      slack: fc.nat({ max: 5 }),
      accumulate: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, (row) => {
        const o = operands(form, row);
        const C = byKernel(form, row, o);
        expect(bitsOf(C)).toEqual(bitsOf(inSingles(row, o)));
        expectClose(row, o, C);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('gives the same bits again, on memory that earlier products have used', () => {
    const row = { m: 33, n: 50, k: 300, slack: 0, accumulate: false };
    const o = operands(form, row);
    const { kernels, at, views } = laidOut({ A: o.A, B: o.B, C: o.C });
    const run = (k: number) =>
      kernels[form](row.m, row.n, k, at.A, o.strideA, at.B, o.strideB, at.C, o.strideC, false);
    run(row.k);
    const once = bitsOf(views.C);
    if (form === 'gemm') run(7);
    run(row.k);
    expect(bitsOf(views.C)).toEqual(once);
  });
});

describe('the three forms', () => {
  it('give the same bits for the same matrices', () => {
    const [m, n, k] = [37, 29, 270];
    const A = drawn('A', m * k);
    const B = drawn('B', k * n);
    const turned = (from: Float32Array, rows: number, columns: number) =>
      Float32Array.from(
        { length: from.length },
        (_, at) => from[(at % rows) * columns + Math.floor(at / rows)],
      );
    const C = new Float32Array(m * n);
    const { kernels, at, views } = laidOut({
      A,
      B,
      At: turned(A, m, k),
      Bt: turned(B, k, n),
      nn: C,
      nt: C,
      tn: C,
    });
    kernels.gemm(m, n, k, at.A, k, at.B, n, at.nn, n, false);
    kernels.gemmNT(m, n, k, at.A, k, at.Bt, k, at.nt, n, false);
    kernels.gemmTN(m, n, k, at.At, m, at.B, n, at.tn, n, false);
    expect(bitsOf(views.nt)).toEqual(bitsOf(views.nn));
    expect(bitsOf(views.tn)).toEqual(bitsOf(views.nn));
  });

  it('hand on what is not finite, and nothing of what lies beside', () => {
    const [m, n, k] = [6, 9, 3];
    const A = new Float32Array(m * k).fill(1);
    A[2 * k] = Number.NaN;
    A[5 * k + 1] = Number.POSITIVE_INFINITY;
    const B = new Float32Array(k * n).fill(1);
    const { kernels, at, views } = laidOut({ A, B, C: new Float32Array(m * n) });
    kernels.gemm(m, n, k, at.A, k, at.B, n, at.C, n, false);
    const rows = Array.from({ length: m }, (_, i) => new Set(views.C.slice(i * n, (i + 1) * n)));
    expect(rows).toEqual([3, 3, Number.NaN, 3, 3, Number.POSITIVE_INFINITY].map((value) => new Set([value])));
  });
});
