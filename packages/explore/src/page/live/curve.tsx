import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { colourOf, useScheme } from '../scheme.ts';

/** One line of a curve, in the colour of its method. */
export interface Line {
  readonly method: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
}

interface CurveProps {
  readonly title: string;
  /** What it is drawn against, and the ends of that axis, the first one to the left. */
  readonly axis: string;
  readonly ends: readonly [number, number];
  readonly along: readonly number[];
  readonly lines: readonly Line[];
  /** Lowest top of the other axis, which begins at 0. */
  readonly top: number;
}

const height = 205;
const font = '13px system-ui, sans-serif';

/** Numbers of several trials while they run. */
export function Curve({ title, axis, ends, along, lines, top }: CurveProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const scheme = useScheme();
  const [first, last] = ends;
  const methods = lines.map(({ method }) => method).join(' ');

  useEffect(() => {
    const element = host.current!;
    const [ink, grid] = [colourOf(element, '--soft'), colourOf(element, '--line')];
    const axes = { stroke: ink, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 12, 0, 0],
        scales: {
          x: {
            time: false,
            dir: first > last ? -1 : 1,
            range: [Math.min(first, last), Math.max(first, last)],
          },
          y: { range: (_, __, highest) => [0, Math.max(top, highest ?? 0)] },
        },
        axes: [
          { ...axes, size: 28, space: 45, label: axis, labelFont: font, labelSize: 20 },
          { ...axes, size: 46, space: 34 },
        ],
        series: [
          {},
          ...methods.split(' ').map((method) => ({
            stroke: colourOf(element, `--${method}`),
            width: 2,
            points: { show: false },
          })),
        ],
      },
      [[]],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [scheme, axis, first, last, methods, top]);

  useEffect(() => {
    const order = first > last ? -1 : 1;
    // uPlot asks for ascending places.
    const data = [along, ...lines.map(({ values }) => values)].map((list) =>
      order < 0 ? list.toReversed() : [...list],
    );
    plot.current!.setData(data as uPlot.AlignedData);
  });

  const now = lines.map(({ label, values }) => `${label} ${write(values.at(-1))}`).join(', ');
  return (
    <figure class="curve">
      <figcaption>{title}</figcaption>
      <div ref={host} role="img" aria-label={`${title} against ${axis}, now: ${now}`} />
    </figure>
  );
}

/** A number with three digits after the point; none, as the loss before the first epoch, is a dash. */
export const write = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3);
