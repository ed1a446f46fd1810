import { exp, log, stream } from '@mcover/core';
import { below, uniform, type Xoshiro128 } from '@mcover/core/internals';
import { canonical, cellId, type Notation, type TObject, type TrialSpec, type Tuning } from '@mcover/record';
import { at, UsageError } from '../error.ts';
import { visits } from '../visits.ts';
import { assign, type Located, locate, member, merge, plain } from './located.ts';
import { measureOf } from './measure.ts';
import type { ExperimentFile } from './schema.ts';

type Written = NonNullable<ExperimentFile['tune']>;
type Choice = Written['space'][number]['parameters'][string];

/** One setting of an entry that is tuned. */
interface Candidate {
  /** Place of its entry in the space. */
  entry: number;
  /** What of it was chosen, by dotted path. */
  chosen: Readonly<Record<string, unknown>>;
  /** As an item of `methods`. */
  method: Located;
}

/** Of an experiment that does not say. */
const usual = { candidates: 16, draws: 'apart', error: 0.05, batch: 10, most: 500, heldOut: 50 };

const writtenIn = (node: Located) => plain(member(node, 'tune')!) as Written;

/** Trials of a candidate that a tuning may take, those of a winner among them. */
export function tunedTrialsOf(node: Located): number {
  const { most, heldOut } = { ...usual, ...writtenIn(node) };
  return most + heldOut;
}

/**
 * The experiment with the candidates of its space in the place of its methods.
 *
 * @throws UsageError where it has none, or sweeps.
 */
export function withCandidates(node: Located, seed: number): Located {
  const tune = member(node, 'tune');
  if (!tune)
    throw new UsageError(
      at(
        node.place,
        'it does not say what to tune; add "tune": { "space": [{ "method": "mcover", "parameters": { "S": [1, 3, 10] } }], "budget": { "trials": 400 } }',
      ),
    );
  for (const key of ['space', 'budget'])
    if (!member(tune, key)) throw new UsageError(at(tune.place, `/tune: missing key "${key}"`));
  const sweep = member(node, 'sweep');
  if (sweep)
    throw new UsageError(
      at(sweep.place, '/sweep: tuning has one task; fix what is swept, or put it into the space'),
    );
  const items = candidatesOf(node, seed).map(({ method }) => method);
  return assign(node, 'methods', { kind: 'array', place: tune.place, items });
}

/** The candidates of each entry: all combinations where they are few enough, or else so many of them, drawn. */
function candidatesOf(node: Located, seed: number): Candidate[] {
  const { space, candidates: count, draws } = { ...usual, ...writtenIn(node) };
  return space.flatMap(({ method, params = {}, parameters }, entry) => {
    const pointer = `/tune/space/${entry}`;
    const from = locate(node, pointer);
    const { place } = from;
    const choiceAt = (path: string) => member(member(from, 'parameters'), path)!;
    const paths = Object.keys(parameters);
    const covers = Number(params.M ?? plainAt(node, 'M'));
    const grid = gridOf(parameters);
    const drawn =
      grid && grid.length <= count
        ? grid
        : Array.from({ length: count }, (_, candidate) => {
            const streamOf = (of: Record<string, string | number>) =>
              stream({ root: seed, trial: candidate }, 'tune', of);
            const own = streamOf({ entry, method });
            const common = (path: string) => streamOf({ path, choice: canonical(parameters[path]) });
            return drawIn(parameters, draws === 'common' ? common : () => own, covers, (path, message) => {
              throw new UsageError(at(choiceAt(path).place, `${pointer}/parameters/${path}: ${message}`));
            });
          });
    const fixed = locatedOf(params, member(from, 'params')?.place ?? place, `${pointer}/params`);
    const named = locatedOf(method, member(from, 'method')!.place, `${pointer}/method`);
    const distinct = new Map(drawn.map((chosen) => [canonical(chosen), chosen]));
    return [...distinct.values()].map((chosen) => {
      const own = paths.reduce(
        (before, path) =>
          assign(
            before,
            path,
            locatedOf(chosen[path], choiceAt(path).place, `${pointer}/parameters/${path}`),
          ),
        fixed,
      );
      const members = new Map<string, Located>([
        ['method', named],
        ['params', merge(undefined, own)],
      ]);
      return { entry, chosen, method: { kind: 'object', place, members } };
    });
  });
}

const plainAt = (node: Located, key: string) => {
  const found = member(member(node, 'params'), key);
  return found && plain(found);
};

/** All combinations, where every parameter has a list. */
function gridOf(parameters: Readonly<Record<string, Choice>>): Record<string, unknown>[] | undefined {
  let grid: Record<string, unknown>[] = [{}];
  for (const [path, choice] of Object.entries(parameters)) {
    if (!Array.isArray(choice)) return undefined;
    if (grid.length * choice.length > mostCombinations) return undefined;
    grid = grid.flatMap((before) => choice.map((value) => ({ ...before, [path]: value })));
  }
  return grid;
}

/** More are drawn from: no space of candidates has so many. */
const mostCombinations = 10_000;

function drawIn(
  parameters: Readonly<Record<string, Choice>>,
  streamOf: (path: string) => Xoshiro128,
  covers: number,
  fault: (path: string, message: string) => never,
): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const [path, choice] of Object.entries(parameters)) {
    const random = streamOf(path);
    if (Array.isArray(choice)) chosen[path] = choice[below(random, choice.length)];
    else if ('free' in choice) {
      if (!isKernel(path)) fault(path, 'only a kernel can be free; give a list of values or a range');
      const M = Number(chosen.M ?? covers);
      if (!(M >= 1))
        fault(path, 'a free kernel needs the number of covers "M", in the params or before it in the space');
      chosen[path] = { kind: 'matrix', matrix: rowsOf(M, random) };
    } else {
      const { from, to, log: logarithmic = false, whole = false } = choice;
      if (!(from < to)) fault(path, `${from} is not below ${to}`);
      if (logarithmic && !(from > 0)) fault(path, 'a logarithmic range begins above 0');
      const [least, most] = [Math.ceil(from), Math.floor(to)];
      if (whole && least > most) fault(path, `no whole number is between ${from} and ${to}`);
      const share = uniform(random);
      const end = whole ? to + 1 : to;
      const value = logarithmic ? from * exp(share * log(end / from)) : from + share * (end - from);
      chosen[path] = whole ? within(Math.floor(value), least, most) : rounded(value, from, to);
    }
  }
  return chosen;
}

const isKernel = (path: string) => path.split('.').at(-1) === 'kernel';

const within = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);

/** A value with four digits, or as many more as it takes to stay in its range. */
function rounded(value: number, from: number, to: number): number {
  for (let digits = 4; digits <= 17; digits++) {
    const short = Number(value.toPrecision(digits));
    if (from <= short && short <= to) return short;
  }
  return within(value, from, to);
}

/** M rows that are uniform on the simplex (Dirichlet's distribution of ones), in ten-thousandths. */
function rowsOf(M: number, random: Xoshiro128): number[][] {
  return Array.from({ length: M }, () => {
    const parts = Array.from({ length: M }, () => -log(1 - uniform(random)));
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part) => Number(Math.max(part / sum, 1e-4).toFixed(4)));
  });
}

/** A value of which all parts are told with the same place of the space. */
function locatedOf(value: unknown, place: Located['place'], pointer: string): Located {
  if (Array.isArray(value))
    return { kind: 'array', place, pointer, items: value.map((item) => locatedOf(item, place, pointer)) };
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'object',
      place,
      pointer,
      members: new Map(Object.entries(value).map(([key, item]) => [key, locatedOf(item, place, pointer)])),
    };
  return { kind: 'leaf', place, pointer, value: value as string | number | boolean | null };
}

/**
 * What an experiment asks to be tuned, with all that it leaves out filled in.
 *
 * @param specs a trial of each of its candidates, in their order.
 * @param result the schema of the model's results.
 * @param parameters of the model, which say what belongs to its task.
 *
 * @throws UsageError where the task itself is to be tuned, the metric has no range, or the budget allows no batch of all candidates.
 */
export function tuningOf(
  node: Located,
  specs: readonly TrialSpec[],
  result: TObject,
  parameters: readonly Notation[],
): Tuning {
  const tune = member(node, 'tune')!;
  const written = { ...usual, ...writtenIn(node) };
  const fault = (pointer: string, message: string) =>
    new UsageError(at(locate(tune, pointer).place, `/tune${pointer}: ${message}`));
  const ofTask = new Set(parameters.filter(({ task }) => task).map(({ path }) => path));
  for (const [entry, { parameters: tuned }] of written.space.entries())
    for (const path of Object.keys(tuned).filter((path) => ofTask.has(path)))
      throw fault(
        `/space/${entry}/parameters/${path}`,
        'it says how hard the task is, and a race has one task; fix it in the "params"',
      );
  const measure = measureOf(written, result, fault);
  const [{ root, copy }] = specs.map(({ seed }) => seed);
  const { error, batch, most, heldOut } = written;
  if (most < batch)
    throw fault(
      member(tune, 'most') ? '/most' : '/batch',
      `a batch has ${batch} trials of a candidate, more than the ${most} that "most" allows: no race would take place; give a smaller "batch", or more "most"`,
    );
  const [[unit, budget]] = Object.entries(written.budget) as [[Tuning['unit'], number]];
  const costOf = (spec: TrialSpec) => {
    const cost = unit === 'trials' ? 1 : visits.of(spec, []);
    if (cost !== undefined) return cost;
    throw fault(
      '/budget',
      `nobody knows beforehand how often a trial of ${spec.model}/${spec.method} visits its patterns; give the budget in "trials"`,
    );
  };
  const all = candidatesOf(node, root).map(({ entry, chosen }, i) => {
    return { entry, candidate: { cell: cellId(specs[i]), chosen, cost: costOf(specs[i]) } };
  });
  const entries = written.space.map(({ method }, entry) => {
    const own = all.filter((one) => one.entry === entry).map(({ candidate }) => candidate);
    // Of two settings that are one cell, since one of them says what is the default, one is enough.
    const candidates = [...new Map(own.map((candidate) => [candidate.cell, candidate])).values()];
    const first = batch * candidates.reduce((sum, { cost }) => sum + cost, 0);
    if (first > budget)
      throw fault(
        '/budget',
        `a batch of all ${candidates.length} candidates of ${method} takes ${first} ${unit}, more than the budget of ${budget}; give more, fewer "candidates", or a smaller "batch"`,
      );
    return { method, candidates };
  });
  const seed = { root, ...(copy !== undefined && { copy }) };
  return { ...measure, entries, seed, error, batch, most, heldOut, budget, unit };
}
