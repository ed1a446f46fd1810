import type { Figure, Row } from '../study.ts';
import { inks } from './ink.ts';

/** Time of a proposal against the temperature, one line an engine. */
export function scheduleFigure(rows: readonly Row[], sizes: string): Figure {
  const values = rows.map(({ subject, at, median, interval }) => ({
    subject,
    T: at.T,
    time: median,
    low: interval?.low ?? median,
    high: interval?.high ?? median,
  }));
  const { color, shape } = inks([...new Set(rows.map(({ subject }) => subject))]);
  const x = {
    field: 'T',
    type: 'quantitative',
    title: 'temperature T (annealing goes to the left)',
    axis: { grid: false, tickCount: 8 },
  };
  const y = {
    field: 'time',
    type: 'quantitative',
    title: 'ns per proposal',
    scale: { type: 'log', nice: true },
    axis: { format: '~s' },
  };
  const spec = {
    title: {
      text: 'Cost of a proposal along the schedule',
      subtitle: [`${sizes}. Medians with 95 % intervals.`],
    },
    data: { values },
    width: 540,
    height: 300,
    layer: [
      { mark: { type: 'line', strokeWidth: 1.6 }, encoding: { x, y, color } },
      {
        mark: { type: 'rule', strokeWidth: 1.4 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { mark: { type: 'point', filled: true, size: 55, opacity: 1 }, encoding: { x, y, color, shape } },
    ],
  };
  return {
    id: 'schedule',
    alt: 'Nanoseconds per proposal against temperature for each engine',
    spec: spec as unknown as Figure['spec'],
  };
}
