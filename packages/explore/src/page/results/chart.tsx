import type { ShownCell, ShownExperiment } from '@mcover/explore';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Look, Panel } from './arrange.ts';
import { linear, logarithmic, type Scale } from './scale.ts';

interface ChartProps {
  readonly experiment: ShownExperiment;
  readonly look: Look;
  readonly panel: Panel;
  /** All panels, which have one scale of the metric. */
  readonly panels: readonly Panel[];
  /** The cell whose trials are shown. */
  readonly chosen: ShownCell | undefined;
  readonly onChoose: (cell: ShownCell) => void;
  /** The cell below the mouse; none where it leaves. */
  readonly onPoint: (cell: ShownCell | undefined) => void;
}

const margin = { left: 62, right: 16, top: 10, bottom: 46 };

/** Means of the cells with their 95 % t intervals: along the axis, or one below the other. A point can be chosen. */
export function Chart(props: ChartProps) {
  const { panel, experiment, look } = props;
  const host = useRef<HTMLElement>(null);
  const width = useWidth(host);
  const cells = panel.lines.flatMap((line) => line.cells);
  const finished = cells.filter(({ mean }) => mean !== undefined);
  const isAlong = look.x !== '' && finished.some(({ values }) => look.x in values);
  return (
    <figure class="chart" ref={host}>
      {panel.title && <figcaption>{panel.title}</figcaption>}
      {finished.length === 0 ? (
        <p>No trial finished.</p>
      ) : isAlong ? (
        <>
          <Along {...props} width={width} />
          <ul class="legend">
            {panel.lines.map(({ label, method }, i) => (
              <li key={label} class={inkOf(method, i)}>
                <svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
                  <path d={shapes[i % shapes.length]} />
                </svg>
                {label}
              </li>
            ))}
            {theoryOf(experiment, look).map(({ name }, k) => (
              <li key={name}>
                <svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
                  <path class={`theory theory-${k}`} d="M-8,0H8" />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Below {...props} width={width} />
      )}
    </figure>
  );
}

const theoryOf = ({ theory }: ShownExperiment, { x }: Look) => theory.filter(({ path }) => path === x);

function Along({
  experiment,
  look,
  panel,
  panels,
  chosen,
  onChoose,
  onPoint,
  width,
}: ChartProps & { width: number }) {
  const height = 320;
  const { x: path } = look;
  const axis = experiment.parameters.find((one) => one.path === path)!;
  const theory = theoryOf(experiment, look);
  const placed = panel.lines.flatMap(({ cells }) => cells).filter(({ values }) => path in values);
  const xs = placed.map(({ values }) => values[path] as number);
  const [left, right] = [margin.left + 12, width - margin.right - 12];
  const across =
    axis.logarithmic && Math.min(...xs) > 0
      ? logarithmic(xs, left, right, Math.floor(width / 60))
      : linear(Math.min(...xs), Math.max(...xs), left, right, Math.floor(width / 90));
  const inside = theory.map(({ x, y }) =>
    y.filter((_, i) => x[i] >= Math.min(...xs) && x[i] <= Math.max(...xs)),
  );
  const up = upward(panels, inside.flat(), height);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${experiment.metric!.label} against ${axis.label}: the table below has the numbers`}
    >
      <Grid across={across} up={up} width={width} height={height} />
      <text class="title" x={(left + right) / 2} y={height - 6} text-anchor="middle">
        {axis.label}
      </text>
      {theory.map(({ name, x, y }, k) => (
        <path
          key={name}
          class={`theory theory-${k}`}
          d={pathOf(
            x.flatMap((at, i) =>
              at >= Math.min(...xs) && at <= Math.max(...xs) ? [[across(at), up(y[i])]] : [],
            ),
          )}
        />
      ))}
      {panel.lines.map(({ label, method, cells }, i) => {
        const there = cells.filter(({ values, mean }) => path in values && mean !== undefined);
        const shift = 3 * (i - (panel.lines.length - 1) / 2);
        const at = ({ values }: ShownCell) => across(values[path] as number) + shift;
        return (
          <g key={label} class={`line ${inkOf(method, i)}`}>
            <path class="through" d={pathOf(there.map((cell) => [at(cell), up(cell.mean!)]))} />
            {there.map((cell) => (
              <Mark
                key={cell.id}
                cell={cell}
                shape={shapes[i % shapes.length]}
                x={at(cell)}
                y={up(cell.mean!)}
                bar={[at(cell), up(cell.low ?? cell.mean!), at(cell), up(cell.high ?? cell.mean!)]}
                chosen={cell === chosen}
                onChoose={onChoose}
                onPoint={onPoint}
              />
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** Without an axis: a cell a row. */
function Below({
  experiment,
  panel,
  panels,
  chosen,
  onChoose,
  onPoint,
  width,
}: ChartProps & { width: number }) {
  const row = 46;
  const rows = panel.lines.flatMap(({ cells, method }, i) =>
    cells.filter(({ mean }) => mean !== undefined).map((cell) => ({ cell, method, i })),
  );
  const height = rows.length * row + margin.top + margin.bottom;
  const { low, high } = rangeOf(panels, []);
  const [left, right] = [16, width - margin.right - 8];
  const across = linear(low, high, left, right, Math.floor(width / 90));
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${experiment.metric!.label}, a cell a row: the table below has the numbers`}
    >
      <Grid across={across} width={width} height={height} />
      <text class="title" x={(left + right) / 2} y={height - 6} text-anchor="middle">
        {experiment.metric!.label}
      </text>
      {rows.map(({ cell, method, i }, at) => {
        const y = margin.top + row * (at + 0.7);
        return (
          <g key={cell.id} class={`line ${inkOf(method, i)}`}>
            <text x="0" y={y - 14}>
              {panel.lines[i].label}
            </text>
            <Mark
              cell={cell}
              shape={shapes[i % shapes.length]}
              x={across(cell.mean!)}
              y={y}
              bar={[across(cell.low ?? cell.mean!), y, across(cell.high ?? cell.mean!), y]}
              chosen={cell === chosen}
              onChoose={onChoose}
              onPoint={onPoint}
            />
          </g>
        );
      })}
    </svg>
  );
}

function Grid({ across, up, width, height }: { across: Scale; up?: Scale; width: number; height: number }) {
  const [top, bottom] = [margin.top, height - margin.bottom];
  return (
    <g class="grid">
      {across.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${across(tick)},${bottom}v5`} />
          <text x={across(tick)} y={bottom + 20} text-anchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {up?.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${margin.left},${up(tick)}H${width - margin.right}`} />
          <text x={margin.left - 8} y={up(tick) + 4.5} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      <path
        class="base"
        d={up ? `M${margin.left},${top}V${bottom}H${width - margin.right}` : `M16,${bottom}H${width - 16}`}
      />
    </g>
  );
}

interface MarkProps {
  readonly cell: ShownCell;
  readonly shape: string;
  readonly x: number;
  readonly y: number;
  readonly bar: readonly [number, number, number, number];
  readonly chosen: boolean;
  readonly onChoose: (cell: ShownCell) => void;
  /** The cell below the mouse; none where it leaves. */
  readonly onPoint: (cell: ShownCell | undefined) => void;
}

/** A point with its interval. What is not on a phone or a keyboard, the table below gives as well. */
function Mark({ cell, shape, x, y, bar: [x1, y1, x2, y2], chosen, onChoose, onPoint }: MarkProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table below has a button for the same.
    <g
      class={chosen ? 'mark chosen' : 'mark'}
      onPointerEnter={() => onPoint(cell)}
      onPointerLeave={() => onPoint(undefined)}
      onClick={() => onChoose(cell)}
    >
      <path class="bar" d={`M${x1},${y1}L${x2},${y2}`} />
      <path class="point" transform={`translate(${x},${y})`} d={shape} />
      <circle class="target" cx={x} cy={y} r="9" />
    </g>
  );
}

/** Circle, square, triangle, diamond, cross, and a triangle that hangs. */
const shapes = [
  'M-5,0a5,5 0 1 0 10,0a5,5 0 1 0 -10,0',
  'M-4.5,-4.5h9v9h-9z',
  'M0,-6L6,5H-6z',
  'M0,-6.5L6.5,0L0,6.5L-6.5,0z',
  'M-6,-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z',
  'M0,6L6,-5H-6z',
];

/** The methods that have a colour of their own; the others take one by their place. */
const known = ['vanilla', 'rsa', 'mcover', 'sgd', 'rsgd', 'independent'];
const inkOf = (method: string, place: number) => (known.includes(method) ? method : `ink-${place % 6}`);

function upward(panels: readonly Panel[], theory: readonly number[], height: number): Scale {
  const { low, high } = rangeOf(panels, theory);
  return linear(low, high, height - margin.bottom, margin.top, 6);
}

/** Of all that is drawn: from 0, unless that lies far away. */
function rangeOf(panels: readonly Panel[], theory: readonly number[]): { low: number; high: number } {
  const cells = panels
    .flatMap(({ lines }) => lines.flatMap(({ cells }) => cells))
    .filter(({ mean }) => mean !== undefined);
  const ends = [...cells.flatMap(({ mean, low, high }) => [low ?? mean!, high ?? mean!]), ...theory];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const far = low > 0.4 * high && high > low;
  const room = 0.04 * (high - low);
  return { low: far ? low - room : Math.min(0, low), high: high + room || 1 };
}

const pathOf = (points: readonly (readonly number[])[]) =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');

function useWidth(host: { readonly current: HTMLElement | null }): number {
  const [width, set] = useState(640);
  useEffect(() => {
    const element = host.current!;
    const measure = () => set(Math.max(260, element.clientWidth));
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [host]);
  return width;
}
