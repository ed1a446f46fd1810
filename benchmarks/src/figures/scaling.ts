import type { Figure, Fit, Row } from '../study.ts';
import { writeNumber } from '../tables.ts';
import { inks } from './ink.ts';

/** What a figure of scaling shows. */
export interface ScalingCaption {
  id: string;
  alt: string;
  title: string;
  /** What was timed, in a sentence. */
  subtitle: string;
}

/** A panel for each series: medians with their intervals, and the fitted power laws. */
export function scalingFigure(rows: readonly Row[], fits: readonly Fit[], caption: ScalingCaption): Figure {
  const { id, alt, title, subtitle } = caption;
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const names = [...new Set(rows.map(({ series }) => series))];
  const times = rows.flatMap(({ median, interval }) => [interval?.low ?? median, interval?.high ?? median]);
  // The interval of a difference of times may reach below 0, which has no logarithm: its bar ends at the axis.
  const positive = times.filter((time) => time > 0);
  const domain = [Math.min(...positive) / 1.5, Math.max(...positive) * 1.5];
  const spec = {
    title: { text: title, subtitle: [`${subtitle} Medians with 95 % intervals, both axes logarithmic.`] },
    columns: 2,
    concat: names.map((name) =>
      panel(
        name,
        rows.filter(({ series }) => series === name),
        fits.filter(({ series }) => series === name),
        { subjects, domain },
      ),
    ),
  };
  return { id, alt, spec: spec as unknown as Figure['spec'] };
}

function panel(
  name: string,
  rows: readonly Row[],
  fits: readonly Fit[],
  { subjects, domain }: { subjects: string[]; domain: number[] },
): object {
  const axis = fits[0].against;
  const sizes = [...new Set(rows.map(({ at }) => Number(at[axis])))];
  const ends = [Math.min(...sizes), Math.max(...sizes)];
  const points = rows.map(({ subject, at, median, interval }) => ({
    subject,
    size: at[axis],
    time: median,
    low: Math.max(interval?.low ?? median, domain[0]),
    high: interval?.high ?? median,
  }));
  const lines = fits.flatMap(({ subject, exponent, factor }) =>
    ends.map((size) => ({ subject, size, time: factor * size ** exponent })),
  );
  const { color, shape } = inks(subjects);
  const x = {
    field: 'size',
    type: 'quantitative',
    title: axis,
    scale: { type: 'log', domain: [ends[0] / 1.15, ends[1] * 1.15] },
    axis: { grid: false, values: sizes, format: '~r', labelOverlap: 'greedy' },
  };
  const y = {
    field: 'time',
    type: 'quantitative',
    title: 'ns',
    scale: { type: 'log', domain, nice: false },
    axis: { format: '~s', tickCount: 6 },
  };
  const exponents = fits.map(({ subject, exponent }) => `${subject} ${writeNumber(exponent, 2)}`).join(', ');
  return {
    width: 270,
    height: 200,
    title: { text: `against ${name}`, subtitle: `exponents: ${exponents}`, fontSize: 12.5, offset: 6 },
    layer: [
      { data: { values: lines }, mark: { type: 'line', strokeWidth: 1.4 }, encoding: { x, y, color } },
      {
        data: { values: points },
        mark: { type: 'rule', strokeWidth: 1.4 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: { x, y, color, shape },
      },
    ],
  };
}
