import { blasLibrary, blasProducts, blasUnavailable } from '@mcover/blas';
import { gaussian, stream } from '@mcover/core';
import { mlpKernels, mlpLedger, type ProductsOf } from '@mcover/wasm';
import type { Companion } from '../companion.ts';
import { noCompiler, productsFromC } from '../from-c.ts';
import { type Measured, measure, ratio, type Task } from '../measure.ts';
import { seed } from '../problem.ts';
import { blockedProduct, naiveProduct, type Product, type Sizes } from '../products.ts';
import { rowOf } from '../row.ts';
import { type Missing, noBlas, type Ratio, type Row, type Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

type Form = 'nn' | 'nt' | 'tn';
const forms: readonly Form[] = ['nn', 'nt', 'tn'];

const naive = 'naive JavaScript';
const blocked = 'blocked JavaScript';
const wasm = 'wasm';
const blas = 'blas';
const fromC = 'the same from C';

/** Products that the C program does for one answer, so that asking for it takes no share of the time. */
const productsPerAnswer = 16;

/** Which pairs of subjects are compared, form by form: the time of the first over that of the second. */
const pairs: readonly (readonly [string, string])[] = [
  [naive, blocked],
  [naive, wasm],
  [naive, blas],
  [wasm, blas],
  [blas, fromC],
];

/** Matrix products in singles: what training the multilayer perceptron is made of. */
export const gemm: Study = {
  id: 'gemm',
  title: 'Matrix products in singles',
  run({ short, log }) {
    log('gemm: products');
    const square: Sizes = short ? { m: 64, n: 64, k: 64 } : { m: 512, n: 512, k: 512 };
    const layer: Sizes = short ? { m: 33, n: 65, k: 98 } : { m: 256, n: 512, k: 784 };
    const all = [square, layer].map(tasksOf);
    const timed = all.flatMap((own) => own.timed);
    const missing = all.flatMap((own) => own.missing);
    const plan = short ? { rounds: 3, budget: 4 } : { rounds: 9, budget: 400 };
    const { tasks, slowness } = measure(
      timed.map(({ task }) => task),
      plan,
    );
    for (const { companion } of timed) companion?.end();
    const rows = tasks.map((task, i) => rowOf(task, timed[i].place));
    const ratios = ratiosOf(timed, tasks);
    return {
      method: [
        'C = A·B of m × k by k × n random singles; nt and tn have B or A stored transposed.',
        'A multiply-add is two operations: a time of t ns each is 2/t GFLOP/s.',
        'The naive product is three loops over i, j and the terms, summed in a double; the blocked one adds multiples of four rows of B at a time to rows of C.',
        ...(blasUnavailable() === undefined ? [`BLAS is ${blasLibrary().title}.`] : []),
        'All are timed on one thread, in turns.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios,
      tables: [ratioTable('gemm-ratios', ratios), timeTable('gemm-times', rows, missing)],
      figures: [],
      slowness: [slowness],
    };
  },
};

type Place = Pick<Row, 'series' | 'subject' | 'at' | 'unit'>;

export interface Timed {
  task: Task;
  place: Place;
  /** The program that does it. */
  companion?: Companion;
}

function tasksOf(sizes: Sizes): { timed: Timed[]; missing: Missing[] } {
  const timed = [
    inScript(naive, sizes, naiveProduct),
    inScript(blocked, sizes, blockedProduct),
    ...forms.map((form) => inMemory(wasm, form, sizes, (_, own) => own)),
  ];
  const without = (subject: string, reason: string): Missing => ({
    ...placeOf(subject, 'nn', sizes),
    reason,
  });
  if (blasUnavailable() !== undefined) {
    return { timed, missing: [without(blas, noBlas), without(fromC, noBlas)] };
  }
  timed.push(...forms.map((form) => inMemory(blas, form, sizes, blasProducts)));
  try {
    timed.push(inC(productsFromC(blasLibrary().path, sizes), sizes));
    return { timed, missing: [] };
  } catch {
    return { timed, missing: [without(fromC, noCompiler)] };
  }
}

function ratiosOf(timed: readonly Timed[], tasks: readonly Measured[]): Ratio[] {
  return timed.flatMap(({ place: { subject: faster, at } }, i) =>
    pairs
      .filter(([, second]) => second === faster)
      .flatMap(([slower]) => {
        // The naive product has one form, with which all are compared.
        const form = slower === naive ? 'nn' : at.form;
        const same = { ...at, form };
        const j = timed.findIndex(({ place }) => place.subject === slower && equal(place.at, same));
        return [{ slower, faster, at, ...ratio(tasks[j].samples, tasks[i].samples) }];
      }),
  );
}

function equal(a: Place['at'], b: Place['at']): boolean {
  return Object.entries(a).every(([key, value]) => b[key] === value);
}

function inScript(subject: string, sizes: Sizes, product: Product): Timed {
  const { m, n, k } = sizes;
  const [a, b] = [drawn('A', m * k), drawn('B', k * n)];
  const c = new Float32Array(m * n);
  return timedOf(subject, 'nn', sizes, () => product(sizes, a, b, c), c);
}

/** A product of an engine, of random matrices in its own memory. */
export function inMemory(subject: string, form: Form, sizes: Sizes, productsOf: ProductsOf): Timed {
  const { m, n, k } = sizes;
  const ledger = mlpLedger();
  const [a, b, c] = [ledger.take(m * k), ledger.take(k * n), ledger.take(m * n)];
  const { kernels, buffer } = mlpKernels(ledger);
  new Float32Array(buffer, a).set(drawn('A', m * k));
  new Float32Array(buffer, b).set(drawn('B', k * n));
  const { gemm, gemmNT, gemmTN } = productsOf(buffer, kernels);
  const product = { nn: gemm, nt: gemmNT, tn: gemmTN }[form];
  const [strideA, strideB] = [form === 'tn' ? m : k, form === 'nt' ? k : n];
  const run = () => product(m, n, k, a, strideA, b, strideB, c, n, false);
  return timedOf(subject, form, sizes, run, new Float32Array(buffer, c, m * n));
}

function inC(companion: Companion, sizes: Sizes): Timed {
  const { m, n, k } = sizes;
  let sum = 0;
  const task: Task = {
    name: `${fromC} ${m} × ${n} × ${k}`,
    units: productsPerAnswer * m * n * k,
    run() {
      sum += companion.run(0, productsPerAnswer);
    },
    outcome: () => sum,
  };
  return { task, place: placeOf(fromC, 'nn', sizes), companion };
}

function timedOf(subject: string, form: Form, sizes: Sizes, run: () => void, c: Float32Array): Timed {
  const { m, n, k } = sizes;
  const task: Task = {
    name: `${subject} ${form} ${m} × ${n} × ${k}`,
    units: m * n * k,
    run,
    outcome: () => c.reduce((sum, value) => sum + value, 0),
  };
  return { task, place: placeOf(subject, form, sizes) };
}

function placeOf(subject: string, form: Form, { m, n, k }: Sizes): Place {
  return { series: 'product', subject, at: { form, m, n, k }, unit: 'multiply-add' };
}

function drawn(name: string, length: number): Float32Array {
  const random = stream(seed, `benchmark ${name}`, { length });
  return Float32Array.from({ length }, () => gaussian(random));
}
