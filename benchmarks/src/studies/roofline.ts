import { blasLibrary, blasProducts, blasUnavailable } from '@mcover/blas';
import { type Column, entry, type Table } from '@mcover/report';
import { processorTime } from '../clock.ts';
import { type Reached, rooflineFigure } from '../figures/roofline.ts';
import { limitTasks } from '../limits.ts';
import { type Measured, measure, ratio } from '../measure.ts';
import type { Sizes } from '../products.ts';
import { rowOf } from '../row.ts';
import { type Missing, noBlas, type Row, type Study } from '../study.ts';
import { timeTable } from '../tables.ts';
import { inMemory } from './gemm.ts';

/** Of 784-512-512-10 in batches of 256, beside a square one. */
const products: readonly Sizes[] = [
  { m: 512, n: 512, k: 512 },
  { m: 512, n: 256, k: 784 },
  { m: 512, n: 256, k: 512 },
  { m: 10, n: 256, k: 512 },
];
const small: readonly Sizes[] = [{ m: 64, n: 64, k: 64 }];

const limit = 'registers';

/** How near products come to what the processor can do in a cycle. */
export const roofline: Study = {
  id: 'roofline',
  title: 'Operations a cycle of matrix products',
  run({ short, log }) {
    log('roofline: products and the limit of vectors');
    const all = short ? small : products;
    const hasBlas = blasUnavailable() === undefined;
    const timed = [
      ...all.map((sizes) => inMemory('wasm', 'nn', sizes, (_, own) => own)),
      ...(hasBlas ? all.map((sizes) => inMemory('blas', 'nn', sizes, blasProducts)) : []),
    ];
    const { cycle, multiplyAdd } = limitTasks();
    const { tasks, slowness } = measure([cycle, multiplyAdd, ...timed.map(({ task }) => task)], {
      ...(short ? { rounds: 3, budget: 4 } : { rounds: 15, budget: 60 }),
      now: processorTime,
    });
    const [clock, most, ...rest] = tasks;
    // A multiply-add is two operations.
    const flopsOf = ({ samples }: Measured) =>
      ratio(
        clock.samples.map((ns) => 2 * ns),
        samples,
      );
    const reached: Reached[] = rest.map((task, i) => {
      const { subject, at } = timed[i].place;
      const { median, interval } = flopsOf(task);
      return { subject, sizes: `${at.m} × ${at.k} × ${at.n}`, flops: median, interval };
    });
    const { median: roof, interval } = flopsOf(most);
    const missing: Missing[] = hasBlas
      ? []
      : [{ series: 'product', subject: 'blas', at: {}, unit: 'multiply-add', reason: noBlas }];
    const rows: Row[] = [
      rowOf(clock, { series: 'cycle', subject: limit, at: {}, unit: 'cycle' }),
      rowOf(most, { series: 'multiply and add', subject: limit, at: {}, unit: 'multiply-add' }),
      ...rest.map((task, i) => rowOf(task, timed[i].place)),
    ];
    return {
      method: [
        'The clock of the core is the time of a chain of additions and rotations, of which each waits for the one before (benchmarks/assembly/limits.ts); a counter of time stamps does not follow the core’s clock.',
        'The limit is that of twelve vectors of 128 bits, each multiplied and added to in its register, compiled by the same compiler of the same runtime as the engine; processors with longer vectors do more by BLAS.',
        ...(hasBlas ? [`BLAS is ${blasLibrary().title}.`] : []),
        'Times are of the processor, on one thread, in turns in one run.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios: [],
      tables: [
        flopsTable([{ subject: limit, sizes: '', flops: roof, interval }, ...reached], roof),
        timeTable('roofline-times', rows, missing),
      ],
      figures: [rooflineFigure(reached, roof)],
      slowness: [slowness],
    };
  },
};

function flopsTable(reached: readonly Reached[], roof: number): Table {
  const column = (title: string, keys: string[], align: Column['align']): Column => ({ title, keys, align });
  return {
    id: 'roofline-flops',
    caption: 'Operations a cycle',
    columns: [
      column('by', ['subject'], 'left'),
      column('m × k × n', ['sizes'], 'left'),
      column('operations a cycle', ['flops'], 'right'),
      column('95 % interval', ['low', 'high'], 'right'),
      column('of the limit', ['share'], 'right'),
    ],
    rows: reached.map(({ subject, sizes, flops, interval }) => [
      entry(subject),
      entry(sizes),
      entry(flops.toFixed(2), flops),
      interval &&
        entry(`${interval.low.toFixed(2)} … ${interval.high.toFixed(2)}`, interval.low, interval.high),
      entry(`${((100 * flops) / roof).toFixed(0)} %`, flops / roof),
    ]),
  };
}
