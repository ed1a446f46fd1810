import type { ShownCell, ShownExperiment } from '@mcover/explore';

/** How the cells of an experiment are looked at: an axis, panels, and which cells. */
export interface Look {
  /** Paths of parameters; empty: none. */
  readonly x: string;
  readonly facet: string;
  /** The one value, as it is written, of each parameter that is held; `method` holds the name of a method. */
  readonly held: Readonly<Record<string, string>>;
}

/** Cells in a row of the axis, or, without one, a cell alone. */
export interface Line {
  readonly label: string;
  readonly method: string;
  readonly control: boolean;
  /** Its cells have no place on the axis, and are the same all along it. */
  readonly level: boolean;
  readonly cells: readonly ShownCell[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** As many values make an axis where nobody asks for one. */
const fewestForAxis = 3;

/** What the author prefers, or else the numeric parameter with most values along the axis. */
export function firstLook({ cells, parameters, view }: ShownExperiment): Look {
  const numeric = numericOf({ cells, parameters });
  const known = (path: string | false | undefined) => parameters.some((one) => one.path === path);
  const most = numeric.toSorted((a, b) => b.count - a.count)[0];
  const own = view.x === false ? '' : known(view.x) ? (view.x as string) : undefined;
  const x = own ?? (most?.count >= fewestForAxis ? most.path : '');
  return { x, facet: x && known(view.facet) ? view.facet! : '', held: {} };
}

/** Parameters that are numbers wherever they are, and how many values they have. */
export function numericOf({ cells, parameters }: Pick<ShownExperiment, 'cells' | 'parameters'>) {
  return parameters.flatMap(({ path }) => {
    const values = cells.flatMap(({ values }) => (path in values ? [values[path]] : []));
    return values.every((value) => typeof value === 'number') ? [{ path, count: new Set(values).size }] : [];
  });
}

/** The values that a parameter has, as they are written. */
export function valuesOf(cells: readonly ShownCell[], path: string): string[] {
  return [...new Set(cells.flatMap(({ written }) => (path in written ? [written[path]] : [])))];
}

/** Names of the methods, in the order of the cells. */
export const methodsOf = (cells: readonly ShownCell[]): string[] => [
  ...new Set(cells.map(({ name }) => name)),
];

/** The cells that a look leaves. What a cell has not does not speak against it. */
export function heldCells({ cells }: ShownExperiment, { held }: Look): ShownCell[] {
  return cells.filter(({ name, written }) =>
    Object.entries(held).every(
      ([path, value]) => (path === 'method' ? name : (written[path] ?? value)) === value,
    ),
  );
}

/** The panels of a look, with their lines: cells alike but for the axis. A level of both is in every panel. */
export function panelsOf(experiment: ShownExperiment, look: Look): Panel[] {
  const { x, facet } = look;
  const { parameters, view } = experiment;
  const cells = heldCells(experiment, look);
  const placing = [x, facet].filter(Boolean);
  const given = Object.entries(view.level ?? {});
  const isLevel = ({ values }: ShownCell) =>
    x !== '' &&
    given.length > 0 &&
    placing.every((path) => path === view.x || path === view.facet) &&
    given.every(([path, value]) => values[path] === value);
  const titleOf = ({ written }: ShownCell) => (facet ? (written[facet] ?? 'without') : '');
  const symbol = parameters.find(({ path }) => path === facet)?.symbol;
  const telling = parameters.filter(
    ({ path }) => !placing.includes(path) && valuesOf(cells, path).length > 1,
  );
  const labelOf = ({ name, written }: ShownCell) =>
    [
      name,
      ...telling.flatMap(({ path, symbol }) => (path in written ? [`${symbol} = ${written[path]}`] : [])),
    ].join(', ');
  const levels = cells.filter(isLevel);
  const placed = cells.filter((cell) => !isLevel(cell));
  const panels = placed.length > 0 ? grouped(placed, titleOf) : new Map([['', [] as ShownCell[]]]);
  return [...panels].map(([title, own]) => ({
    title: title && `${symbol} = ${title}`,
    lines: [...grouped([...levels, ...own], labelOf)].map(([label, members]) => {
      const [first] = members;
      const { method, control } = first;
      return {
        label,
        method,
        control,
        level: x !== '' && (isLevel(first) || !(x in first.values)),
        cells: x ? members.toSorted((a, b) => Number(a.values[x] ?? 0) - Number(b.values[x] ?? 0)) : members,
      };
    }),
  }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
