import { gaussian, stream } from '@mcover/core';
import { mlpKernels, mlpLedger } from '@mcover/wasm';
import { measure, ratio, type Task } from '../measure.ts';
import { seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

interface Sizes {
  m: number;
  n: number;
  k: number;
}

type Form = 'nn' | 'nt' | 'tn';

const naive = 'naive JavaScript';
const blocked = 'blocked JavaScript';
const wasm = 'wasm';
const unit = 'multiply-add';

/** Matrix products in singles: what training the multilayer perceptron is made of. */
export const gemm: Study = {
  id: 'gemm',
  title: 'Matrix products in singles',
  run({ short, log }) {
    log('gemm: products');
    const squares: Sizes = short ? { m: 64, n: 64, k: 64 } : { m: 512, n: 512, k: 512 };
    const layer: Sizes = short ? { m: 33, n: 65, k: 98 } : { m: 256, n: 512, k: 784 };
    const timed = [squares, layer].flatMap((sizes) => [
      timedTask(naive, 'nn', sizes, naiveProduct),
      timedTask(blocked, 'nn', sizes, blockedProduct),
      ...(['nn', 'nt', 'tn'] as const).map((form) => wasmTask(form, sizes)),
    ]);
    const { tasks, slowness } = measure(
      timed.map(({ task }) => task),
      short ? { rounds: 3, budget: 4 } : { rounds: 9, budget: 400 },
    );
    const rows: Row[] = tasks.map((task, i) => rowOf(task, timed[i].place));
    const ratios: Ratio[] = timed.flatMap(({ place: { subject: faster, at } }, i) => {
      if (faster === naive) return [];
      const plain = timed.findLastIndex(({ place }, j) => j < i && place.subject === naive);
      return [{ slower: naive, faster, at, ...ratio(tasks[plain].samples, tasks[i].samples) }];
    });
    return {
      method: [
        'C = A·B of m × k by k × n random singles; nt and tn have B or A stored transposed.',
        'A multiply-add is two operations: a time of t ns each is 2/t GFLOP/s.',
        'The naive product is three loops over i, j and the terms, summed in a double; the blocked one adds multiples of four rows of B at a time to rows of C.',
        'All are timed on one thread, in turns.',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [ratioTable('gemm-ratios', ratios), timeTable('gemm-times', rows)],
      figures: [],
      slowness: [slowness],
    };
  },
};

interface Timed {
  task: Task;
  place: Pick<Row, 'series' | 'subject' | 'at' | 'unit'>;
}

type Product = (sizes: Sizes, a: Float32Array, b: Float32Array, c: Float32Array) => void;

function timedTask(subject: string, form: Form, sizes: Sizes, product: Product): Timed {
  const { m, n, k } = sizes;
  const [a, b] = [drawn('A', m * k), drawn('B', k * n)];
  const c = new Float32Array(m * n);
  return timed(subject, form, sizes, () => product(sizes, a, b, c), c);
}

function wasmTask(form: Form, sizes: Sizes): Timed {
  const { m, n, k } = sizes;
  const ledger = mlpLedger();
  const [a, b, c] = [ledger.take(m * k), ledger.take(k * n), ledger.take(m * n)];
  const { kernels, buffer } = mlpKernels(ledger);
  new Float32Array(buffer, a).set(drawn('A', m * k));
  new Float32Array(buffer, b).set(drawn('B', k * n));
  const product = { nn: kernels.gemm, nt: kernels.gemmNT, tn: kernels.gemmTN }[form];
  const [strideA, strideB] = [form === 'tn' ? m : k, form === 'nt' ? k : n];
  const run = () => product(m, n, k, a, strideA, b, strideB, c, n, false);
  return timed(wasm, form, sizes, run, new Float32Array(buffer, c, m * n));
}

function timed(subject: string, form: Form, sizes: Sizes, run: () => void, c: Float32Array): Timed {
  const { m, n, k } = sizes;
  const task: Task = {
    name: `${subject} ${form} ${m} × ${n} × ${k}`,
    units: m * n * k,
    run,
    outcome: () => c.reduce((sum, value) => sum + value, 0),
  };
  return { task, place: { series: 'product', subject, at: { form, m, n, k }, unit } };
}

function drawn(name: string, length: number): Float32Array {
  const random = stream(seed, `benchmark ${name}`, { length });
  return Float32Array.from({ length }, () => gaussian(random));
}

function naiveProduct({ m, n, k }: Sizes, a: Float32Array, b: Float32Array, c: Float32Array): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p] * b[p * n + j];
      c[i * n + j] = sum;
    }
  }
}

/** Rows of C by four terms at a time, so that B is read along its rows and C a fourth as often. */
function blockedProduct({ m, n, k }: Sizes, a: Float32Array, b: Float32Array, c: Float32Array): void {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    const row = i * n;
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      const [a0, a1, a2, a3] = [a[i * k + p], a[i * k + p + 1], a[i * k + p + 2], a[i * k + p + 3]];
      const [b0, b1, b2, b3] = [p * n, (p + 1) * n, (p + 2) * n, (p + 3) * n];
      for (let j = 0; j < n; j++) {
        c[row + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + (a2 * b[b2 + j] + a3 * b[b3 + j]);
      }
    }
    for (; p < k; p++) {
      const value = a[i * k + p];
      for (let j = 0; j < n; j++) c[row + j] += value * b[p * n + j];
    }
  }
}
