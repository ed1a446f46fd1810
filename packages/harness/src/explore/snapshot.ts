import {
  type Index,
  type ShownCell,
  type ShownExperiment,
  type ShownParameter,
  type ShownTrial,
  type ShownTrials,
  trialsOfFile,
} from '@mcover/explore';
import { seedName, type TrialRecord } from '@mcover/record';
import type { Cell, Results } from '@mcover/report';
import type { Served } from './server.ts';

/** How many seeds are told with a cell itself. */
const firstSeeds = 3;

/**
 * The records of a folder as the page reads them, by their paths: an index with the statistics of every cell, made once, so
 * that the page does not hold the records; and files of trials, which it asks for one by one.
 */
export async function snapshotOf(folder: string, results: Results): Promise<Map<string, Served>> {
  const { cellsOf } = await import('@mcover/report');
  const files = new Map<string, Served>();
  const put = (path: string, value: object) =>
    files.set(path, { type: 'application/json', content: JSON.stringify(value) });
  const cells = cellsOf(results);
  const experiments = [...new Set(cells.map(({ experiment }) => experiment))].map((id) => {
    const own = cells.filter(({ experiment }) => experiment === id);
    for (const cell of own) for (const { path, from } of placesOf(cell)) put(path, trialsFrom(cell, from));
    return experimentOf(id, own);
  });
  const index: Index = { folder, trials: results.records.length, experiments };
  put('data/index.json', index);
  return files;
}

function experimentOf(id: string, cells: readonly Cell[]): ShownExperiment {
  const { metric, beside, flags, description, notations } = cells[0].terms;
  const parameters = differing(cells).map((path): ShownParameter => {
    const { symbol, label = symbol, logarithmic = false } = notations.of(path);
    return { path, symbol, label, logarithmic };
  });
  const synthetic = cells.some(({ records: [{ spec }] }) => 'insteadOf' in spec.data);
  const theory = description.theory ?? [];
  return {
    id,
    title: `${synthetic ? 'SYNTHETIC data: ' : ''}${description.title ?? id}`,
    ...(metric && { metric }),
    labels: Object.fromEntries(
      [...(metric ? [metric] : []), ...beside, ...flags].map(({ key, label }) => [key, label]),
    ),
    parameters,
    view: description.view ?? {},
    methods: Object.fromEntries(
      Object.entries(description.methods ?? {}).map(([name, { control = false }]) => [name, { control }]),
    ),
    theory: theory
      .filter((one) => one.metric === metric?.key)
      .flatMap(({ path, curves }) => curves.map((curve) => ({ ...curve, path }))),
    cells: cells.map((cell) => cellOf(cell, parameters)),
  };
}

/** Paths of the parameters that have several values among the cells that have them. */
function differing(cells: readonly Cell[]): string[] {
  const values = new Map<string, Set<unknown>>();
  for (const { group } of cells)
    for (const [path, value] of Object.entries(group.parameters))
      values.set(path, (values.get(path) ?? new Set()).add(value));
  const [{ terms }] = cells;
  return [...values.keys()].filter((path) => values.get(path)!.size > 1).sort(terms.notations.compare);
}

function cellOf(cell: Cell, parameters: readonly ShownParameter[]): ShownCell {
  const { id, label, group, summary, terms, records } = cell;
  const { n, failed, mean, median, bcaInterval, shares } = summary;
  const own = parameters.filter(({ path }) => path in group.parameters);
  const byPath = <T>(of: (path: string) => T) => Object.fromEntries(own.map(({ path }) => [path, of(path)]));
  return {
    id,
    label,
    method: group.method,
    name: group.name,
    control: group.control,
    values: byPath((path) => group.parameters[path]),
    written: byPath((path) => terms.notations.writeValue(path, group.parameters[path])),
    n,
    failed,
    ...(mean !== undefined && { mean, median }),
    ...bcaInterval,
    shares: Object.fromEntries(shares),
    first: records.slice(0, firstSeeds).map(({ id, spec }) => `${seedName(spec.seed)} ${id.slice(0, 10)}`),
    files: placesOf(cell).map(({ path }) => path),
  };
}

/** Where the trials of a cell stand, so many in a file, and the place of the first of each. */
function placesOf({ experiment, id, records }: Cell): { path: string; from: number }[] {
  return Array.from({ length: Math.ceil(records.length / trialsOfFile) }, (_, part) => ({
    path: `data/${experiment}/${id.slice(0, 16)}-${part}.json`,
    from: part * trialsOfFile,
  }));
}

/** The trials of a cell from one on, as many as a file has. */
function trialsFrom({ records }: Cell, from: number): ShownTrials {
  const { seed: _seed, ...spec } = records[0].spec;
  return { spec, trials: records.slice(from, from + trialsOfFile).map(trialOf) };
}

function trialOf({ id, spec: { seed }, result, failure }: TrialRecord): ShownTrial {
  return {
    id,
    seed,
    ...(result && { result }),
    ...(failure && { failure: `${failure.kind}: ${failure.message}` }),
  };
}
