import type { ShownCell, ShownExperiment } from '@mcover/explore';
import { dashes, errorRange, horizontal, type Ink, Notations, vertical } from '@mcover/report/look';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Look, Panel } from './arrange.ts';
import { paths } from './marks.ts';
import { type Scale, scaleOf } from './scale.ts';

interface ChartProps {
  readonly experiment: ShownExperiment;
  readonly look: Look;
  readonly panel: Panel;
  /** All panels, which have one scale of the metric. */
  readonly panels: readonly Panel[];
  /** Of the lines, by their labels. */
  readonly inks: ReadonlyMap<string, Ink>;
  /** The cell whose trials are shown. */
  readonly chosen: ShownCell | undefined;
  readonly onChoose: (cell: ShownCell) => void;
  /** The cell below the mouse; none where it leaves. */
  readonly onPoint: (cell: ShownCell | undefined) => void;
}

const margin = { left: 62, right: 16, top: 10, bottom: 46 };

/** Means of the cells with their 95 % BCa intervals: along the axis, or one below the other. A point can be chosen. */
export function Chart(props: ChartProps) {
  const { panel, experiment, look, inks } = props;
  const host = useRef<HTMLElement>(null);
  const width = useWidth(host);
  const finished = panel.lines.flatMap((line) => line.cells).filter(({ mean }) => mean !== undefined);
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
            {panel.lines.map(({ label }) => (
              <li key={label}>
                <Key>
                  <path d={paths[inks.get(label)!.shape]} fill={inks.get(label)!.colour} />
                </Key>
                {label}
              </li>
            ))}
            {theoryOf(experiment, look).map(({ name }, k) => (
              <li key={name}>
                <Key>
                  <path class="theory" stroke-dasharray={dashOf(k)} d="M-8,0H8" />
                </Key>
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

const Key = ({ children }: { children: ComponentChildren }) => (
  <svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
    {children}
  </svg>
);

const theoryOf = ({ theory }: ShownExperiment, { x }: Look) => theory.filter(({ path }) => path === x);
const dashOf = (k: number) => dashes[k % dashes.length].join(' ');

function Along(props: ChartProps & { width: number }) {
  const { experiment, look, panel, panels, inks, width } = props;
  const height = 320;
  const { x: path } = look;
  const notations = new Notations([...experiment.parameters]);
  const theory = theoryOf(experiment, look);
  const placed = panels
    .flatMap(({ lines }) => lines.filter(({ level }) => !level))
    .flatMap(({ cells }) => cells.map(({ values }) => values[path] as number));
  const axis = horizontal(path, placed, notations);
  const [from, to] = [margin.left, width - margin.right];
  const across = scaleOf(axis, from, to, 60);
  const [low, high] = axis.scale.domain;
  const curves = theory.map(({ x, y }) =>
    x.flatMap((at, i) => (at >= low && at <= high ? [[at, y[i]]] : [])),
  );
  const up = scaleOf(
    metricAxis(
      experiment,
      panels,
      curves.flat().map(([, y]) => y),
    ),
    height - margin.bottom,
    margin.top,
    40,
  );
  const lines = panel.lines.map((line, i) => ({ line, shift: 3 * (i - (panel.lines.length - 1) / 2) }));
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${experiment.metric!.label} against ${notations.axisTitle(path)}: the table below has the numbers`}
    >
      <Grid across={across} up={up} width={width} height={height} />
      <text class="title" x={(from + to) / 2} y={height - 6} text-anchor="middle">
        {notations.axisTitle(path)}
      </text>
      {curves.map((points, k) => (
        <path
          key={theory[k].name}
          class="theory"
          stroke-dasharray={dashOf(k)}
          d={pathOf(points.map(([x, y]) => [across(x), up(y)]))}
        />
      ))}
      {lines.map(({ line, shift }) => {
        const { label, level } = line;
        const there = line.cells.filter(({ mean }) => mean !== undefined);
        const at = ({ values }: ShownCell) => (level ? to - 8 : across(values[path] as number)) + shift;
        return (
          <g key={label} class="line" style={{ '--own': inks.get(label)!.colour }}>
            {level
              ? there.map((cell) => <Band key={cell.id} cell={cell} up={up} from={from} to={to} />)
              : joins(placed) && (
                  <path class="through" d={pathOf(there.map((cell) => [at(cell), up(cell.mean!)]))} />
                )}
            {there.map((cell) => (
              <Mark
                key={cell.id}
                {...props}
                cell={cell}
                shape={inks.get(label)!.shape}
                x={at(cell)}
                y={up(cell.mean!)}
                bar={[at(cell), up(cell.low ?? cell.mean!), at(cell), up(cell.high ?? cell.mean!)]}
              />
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** Between whole numbers lies nothing that a line could show. */
const joins = (places: readonly number[]) => !places.every(Number.isInteger);

/** What is the same all along the axis: its mean, and its interval as a band. */
function Band({ cell, up, from, to }: { cell: ShownCell; up: Scale; from: number; to: number }) {
  const { mean, low = mean!, high = mean! } = cell;
  return (
    <>
      <path class="band" d={`M${from},${up(low)}H${to}V${up(high)}H${from}z`} />
      <path class="through" d={`M${from},${up(mean!)}H${to}`} />
    </>
  );
}

/** Without an axis: a cell a row. */
function Below(props: ChartProps & { width: number }) {
  const { experiment, panel, panels, inks, width } = props;
  const row = 46;
  const rows = panel.lines.flatMap(({ cells, label }) =>
    cells.filter(({ mean }) => mean !== undefined).map((cell) => ({ cell, label })),
  );
  const height = rows.length * row + margin.top + margin.bottom;
  const [from, to] = [16, width - margin.right - 8];
  const across = scaleOf(metricAxis(experiment, panels, []), from, to, 90);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${experiment.metric!.label}, a cell a row: the table below has the numbers`}
    >
      <Grid across={across} width={width} height={height} />
      <text class="title" x={(from + to) / 2} y={height - 6} text-anchor="middle">
        {experiment.metric!.label}
      </text>
      {rows.map(({ cell, label }, at) => {
        const y = margin.top + row * (at + 0.7);
        const { colour, shape } = inks.get(label)!;
        return (
          <g key={cell.id} class="line" style={{ '--own': colour }}>
            <text x="0" y={y - 14}>
              {cell.label}
            </text>
            <Mark
              {...props}
              cell={cell}
              shape={shape}
              x={across(cell.mean!)}
              y={y}
              bar={[across(cell.low ?? cell.mean!), y, across(cell.high ?? cell.mean!), y]}
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

interface MarkProps extends Pick<ChartProps, 'chosen' | 'onChoose' | 'onPoint'> {
  readonly cell: ShownCell;
  readonly shape: string;
  readonly x: number;
  readonly y: number;
  readonly bar: readonly [number, number, number, number];
}

/** A point with its interval. What is not on a phone or a keyboard, the table below gives as well. */
function Mark({ cell, shape, x, y, bar: [x1, y1, x2, y2], chosen, onChoose, onPoint }: MarkProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table below has a button for the same.
    <g
      class={cell === chosen ? 'mark chosen' : 'mark'}
      onPointerEnter={() => onPoint(cell)}
      onPointerLeave={() => onPoint(undefined)}
      onClick={() => onChoose(cell)}
    >
      <path class="bar" d={`M${x1},${y1}L${x2},${y2}`} />
      <path class="point" transform={`translate(${x},${y})`} d={paths[shape]} />
      <circle class="target" cx={x} cy={y} r="9" />
    </g>
  );
}

/** The axis of the metric over all panels, and what theory says beside. */
function metricAxis(
  { metric, theory }: ShownExperiment,
  panels: readonly Panel[],
  beside: readonly number[],
) {
  const cells = panels.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells));
  const ends = cells.flatMap(({ mean, low = mean, high = mean }) =>
    mean === undefined ? [] : [low!, high!],
  );
  return vertical(metric!, errorRange([...ends, ...beside], theory.length > 0));
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
