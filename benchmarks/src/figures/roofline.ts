import type { Interval } from '@mcover/report';
import type { Figure } from '../study.ts';
import { inks } from './ink.ts';

/** Operations a cycle that an engine reached in one product. */
export interface Reached {
  subject: string;
  /** The product's sizes, m × k × n. */
  sizes: string;
  flops: number;
  interval: Interval | undefined;
}

/** Operations a cycle for each product, under the line of what vectors of 128 bits can do. */
export function rooflineFigure(reached: readonly Reached[], limit: number): Figure {
  const values = reached.map(({ interval, ...point }) => ({
    ...point,
    low: interval?.low ?? point.flops,
    high: interval?.high ?? point.flops,
  }));
  const { color, shape } = inks([...new Set(values.map(({ subject }) => subject))]);
  const sizes = [...new Set(values.map((value) => value.sizes))];
  const x = {
    field: 'sizes',
    type: 'nominal',
    title: 'product m × k × n',
    sort: sizes,
    axis: { labelAngle: 0 },
  };
  const y = {
    field: 'flops',
    type: 'quantitative',
    title: 'operations a cycle',
    scale: { type: 'log', nice: true },
  };
  const spec = {
    title: {
      text: 'Operations a cycle of products in singles',
      subtitle: [
        `The line: ${limit.toFixed(1)}, multiplications and additions of 128 bits in registers, in WebAssembly. Medians with 95 % intervals.`,
      ],
    },
    data: { values },
    width: 540,
    height: 260,
    layer: [
      { mark: { type: 'rule', strokeDash: [5, 4] }, encoding: { y: { datum: limit } } },
      {
        mark: { type: 'rule', strokeWidth: 1.4 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { mark: { type: 'point', filled: true, size: 70, opacity: 1 }, encoding: { x, y, color, shape } },
    ],
  };
  return {
    id: 'roofline',
    alt: 'Operations a cycle that each engine reaches in matrix products, and how many vectors of 128 bits can do',
    spec: spec as unknown as Figure['spec'],
  };
}
