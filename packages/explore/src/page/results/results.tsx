import type { Index, ShownCell, ShownExperiment } from '@mcover/explore';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Folded } from '../folded.tsx';
import { useScheme } from '../scheme.ts';
import { Wide } from '../wide.tsx';
import { heldCells, type Look, methodsOf, numericOf, panelsOf, valuesOf } from './arrange.ts';
import { Cell, numbersOf } from './cell.tsx';
import { Chart } from './chart.tsx';
import { readLook, writeLook } from './look.ts';
import { inksOf } from './marks.ts';
import { readJson } from './read.ts';

/** The records of a folder: an experiment, an axis, panels, which cells, and the trials of one. */
export function Results({
  place,
  query,
  onPlace,
}: {
  place: string;
  /** Of the address: how the experiment is looked at. */
  query: string;
  onPlace: (experiment: string, look?: Readonly<Record<string, string>>) => void;
}) {
  const [index, setIndex] = useState<Index | string>();
  useEffect(() => {
    readJson<Index>('data/index.json').then(setIndex, ({ message }: Error) => setIndex(message));
  }, []);
  if (index === undefined) return <p>Reading …</p>;
  if (typeof index === 'string') return <p class="fault">{index}</p>;
  if (index.experiments.length === 0)
    return (
      <p>
        There are no results beside this page. <code>mcover repro</code> makes some, and{' '}
        <code>mcover explore FOLDER</code> shows those of a folder.
      </p>
    );
  const experiment = index.experiments.find(({ id }) => id === place) ?? index.experiments[0];
  return (
    <>
      <p class="soft">
        {index.trials} trials of the folder {index.folder}. A point is a cell: the trials that differ in their
        seed only.
      </p>
      <div class="setting experiment">
        <label for="experiment">experiment</label>
        <select
          id="experiment"
          value={experiment.id}
          onChange={({ currentTarget }) => onPlace(currentTarget.value)}
        >
          {index.experiments.map(({ id, title }) => (
            <option key={id} value={id}>
              {id}: {title}
            </option>
          ))}
        </select>
      </div>
      <Experiment
        key={experiment.id}
        experiment={experiment}
        query={query}
        onLook={(look) => onPlace(experiment.id, writeLook(experiment, look))}
      />
    </>
  );
}

const hint = 'Point at a mark for its numbers, and press it, or a row of the table, for its trials.';

/** Rows of the table of cells that are written at once. */
const someRows = 40;

function Experiment({
  experiment,
  query,
  onLook,
}: {
  experiment: ShownExperiment;
  query: string;
  onLook: (look: Look) => void;
}) {
  const look = useMemo(() => readLook(experiment, query), [experiment, query]);
  const [chosen, setChosen] = useState<ShownCell>();
  const [pointed, setPointed] = useState<ShownCell>();
  const [rows, setRows] = useState(someRows);
  const cells = useMemo(() => heldCells(experiment, look), [experiment, look]);
  const panels = useMemo(() => panelsOf(experiment, look), [experiment, look]);
  const dark = useScheme();
  const inks = useMemo(() => inksOf(panels, experiment, dark), [panels, experiment, dark]);
  if (!experiment.metric) return <p>No trial of this experiment finished.</p>;
  return (
    <div class="live">
      <Choices experiment={experiment} look={look} onLook={onLook} />
      <div class="stage">
        <h3>{experiment.title}</h3>
        <p class="soft">{experiment.metric.label}: mean and 95 % BCa interval.</p>
        <div class={panels.length > 1 ? 'panels' : ''}>
          {panels.map((panel) => (
            <Chart
              key={panel.title}
              {...{ experiment, look, panel, panels, inks, chosen }}
              onChoose={setChosen}
              onPoint={setPointed}
            />
          ))}
        </div>
        <p class="pointed">
          {pointed
            ? `${pointed.label}: ${numbersOf(experiment, pointed)}; ${pointed.first.join(', ')} …`
            : hint}
        </p>
        {chosen && <Cell experiment={experiment} cell={chosen} />}
        <CellTable experiment={experiment} cells={cells.slice(0, rows)} onChoose={setChosen} />
        {cells.length > rows && (
          <button type="button" onClick={() => setRows(rows + someRows)}>
            More of the {cells.length} cells
          </button>
        )}
      </div>
    </div>
  );
}

/** Which axis, which panels, which cells. */
function Choices({
  experiment,
  look,
  onLook,
}: {
  experiment: ShownExperiment;
  look: Look;
  onLook: (look: Look) => void;
}) {
  const { parameters, cells } = experiment;
  const numeric = numericOf(experiment).map(({ path }) => path);
  const labelOf = (path: string) => parameters.find((one) => one.path === path)!.symbol;
  const held = parameters.filter(({ path }) => path !== look.x && path !== look.facet);
  const hold = (path: string, value: string) => {
    const { [path]: _, ...others } = look.held;
    onLook({ ...look, held: value ? { ...others, [path]: value } : others });
  };
  const choice = (
    id: string,
    label: string,
    value: string,
    words: readonly (readonly [string, string])[],
    onChange: (value: string) => void,
  ) => (
    <div class="setting" key={id}>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {words.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
  const asWords = (paths: readonly string[]) => paths.map((path) => [path, labelOf(path)] as const);
  return (
    <Folded>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        {choice('axis', 'along', look.x, [['', 'a cell a row'], ...asWords(numeric)], (x) =>
          onLook({ ...look, x, facet: x === look.facet ? '' : look.facet }),
        )}
        {choice(
          'facet',
          'a panel for each',
          look.facet,
          [['', '–'], ...asWords(parameters.map(({ path }) => path).filter((path) => path !== look.x))],
          (facet) => onLook({ ...look, facet }),
        )}
        {choice(
          'hold-method',
          'method',
          look.held.method ?? '',
          [['', 'all'], ...methodsOf(cells).map((name) => [name, name] as const)],
          (name) => hold('method', name),
        )}
        {held.map(({ path, symbol }) =>
          choice(
            `hold-${path}`,
            symbol,
            look.held[path] ?? '',
            [['', 'all'], ...valuesOf(cells, path).map((value) => [value, value] as const)],
            (value) => hold(path, value),
          ),
        )}
      </form>
    </Folded>
  );
}

function CellTable({
  experiment: { metric, labels },
  cells,
  onChoose,
}: {
  experiment: ShownExperiment;
  cells: readonly ShownCell[];
  onChoose: (cell: ShownCell) => void;
}) {
  const flags = [...new Set(cells.flatMap(({ shares }) => Object.keys(shares)))];
  const write = (value: number | undefined) => value?.toFixed(metric?.decimals ?? 4) ?? '–';
  return (
    <Wide label="cells">
      <table class="outcomes">
        <thead>
          <tr>
            <th scope="col">cell</th>
            <th scope="col">n</th>
            <th scope="col">mean</th>
            <th scope="col">95 %</th>
            <th scope="col">median</th>
            {flags.map((key) => (
              <th key={key} scope="col">
                {labels[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.id}>
              <th scope="row">
                <button type="button" class="plain" onClick={() => onChoose(cell)}>
                  {cell.label}
                </button>
              </th>
              <td>{cell.n}</td>
              <td>{write(cell.mean)}</td>
              <td>{cell.low === undefined ? '–' : `[${write(cell.low)}, ${write(cell.high)}]`}</td>
              <td>{write(cell.median)}</td>
              {flags.map((key) => (
                <td key={key}>
                  {cell.shares[key] ? `${cell.shares[key].count}/${cell.shares[key].n}` : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
