import type { Engine } from '@mcover/core';
import { areFiles, builtIn, type Registry } from '@mcover/models';
import type { TObject } from '@mcover/record';
import { knownWords, specProblems, type TrialSpec, type Variant } from '@mcover/record';
import type { OwnData } from '../data/files/read.ts';
import { takenBy } from '../data/files/take.ts';
import { namedData, type ResolveData } from '../data/resolve.ts';
import { at, blamedOn, isInputError, messageOf, UsageError } from '../error.ts';
import { engineOf } from '../lanes/engines.ts';
import { refuse } from './experiment.ts';
import { assign, type Located, member, merge, plain, without } from './located.ts';

/** A specification without its seed: one method at one point of the sweep. */
export type Cell = Omit<TrialSpec, 'seed'>;

/** A cell, and the name of the engine that computes it. */
export interface PlacedCell {
  cell: Cell;
  engine: string;
}

/** What a specification takes from where it will run. */
export interface Surroundings {
  /** What the data of an experiment become. */
  resolve: ResolveData;
  /** What is asked to compute them. Models of integers have no use for its arithmetic. */
  engine: Pick<Engine, 'name' | 'arithmetic'>;
  /** Whether a GPU is there that is faster and takes a trial, which is then computed in its arithmetic. */
  gpu?: ((spec: TrialSpec) => boolean) | undefined;
  /** The models that there are. */
  registry: Registry;
  /** Digests of the files that the experiment uses beside the program. */
  uses: readonly string[];
  /** Rows of the files of one's own that it learns from. */
  own?: OwnData | undefined;
}

/** For reading experiments, not for running them: all data are there, and the engine is the plain one. */
const nominal: Surroundings = {
  resolve: namedData,
  engine: { name: 'reference', arithmetic: 'f64' },
  registry: builtIn,
  uses: [],
};

/** The cells of an experiment in the order of its methods. @throws UsageError for a fault in any of them. */
export function cellsOf(experiment: Located, surroundings = nominal): PlacedCell[] {
  const variants = variantsFor(member(experiment, 'model')!, surroundings.registry);
  refuseForeign(member(experiment, 'params')!, '/params', variants);
  refuseForeign(member(experiment, 'sweep'), '/sweep', variants);
  const { items } = member(experiment, 'methods') as Located & { kind: 'array' };
  const methods = items.map((method, index): Ranged => {
    const variant = variantOf(variants, member(method, 'method')!, `/methods/${index}/method`);
    const own = (key: 'params' | 'sweep') => ownOf(key, experiment, method, variant);
    return { variant, params: own('params')!, sweep: own('sweep') };
  });
  refuseTooMany(experiment, methods);
  return methods.flatMap((method) => cellsOfMethod(experiment, method, surroundings));
}

/** Most cells of one experiment: each is checked, and kept. */
const mostCells = 100_000;

/** Before any cell is made: three sweeps of 300 values are 27 million. */
function refuseTooMany(experiment: Located, methods: readonly Ranged[]): void {
  const count = methods.reduce((sum, { sweep }) => sum + sizeOf(sweep), 0);
  if (count <= mostCells) return;
  const { place } = member(experiment, 'sweep') ?? member(experiment, 'methods')!;
  const remedy = 'sweep fewer values, or make several experiments of it';
  throw new UsageError(at(place, `/sweep: ${count} cells are more than ${mostCells}; ${remedy}`));
}

/** How many combinations of swept values there are. */
function sizeOf(sweep: Located | undefined): number {
  if (sweep?.kind !== 'object') return 1;
  const sizes = [...sweep.members.values()].map((values) =>
    values.kind === 'array' ? values.items.length : 1,
  );
  return sizes.reduce((product, size) => product * size, 1);
}

function variantsFor(model: Located, registry: Registry): readonly Variant[] {
  const name = String(plain(model));
  const known = registry.models.map((one) => one.name);
  if (known.includes(name)) return registry.variantsOf(name);
  const remedy = 'a model of your own comes from a module under "uses"';
  const message = `/model: no model ${JSON.stringify(name)}${knownWords(name, known)}; ${remedy}`;
  throw new UsageError(at(model.place, message));
}

function variantOf(variants: readonly Variant[], method: Located, pointer: string): Variant {
  const name = String(plain(method));
  const found = variants.find((variant) => variant.method === name);
  if (found) return found;
  const [{ model }] = variants;
  const known = variants.map((variant) => variant.method);
  const message = `${method.pointer ?? pointer}: no method ${JSON.stringify(name)} of the ${model}${knownWords(name, known)}`;
  throw new UsageError(at(method.place, message));
}

/** Shared keys may be foreign to one method, but a key that no method of the model knows is a mistake. */
function refuseForeign(shared: Located | undefined, pointer: string, variants: readonly Variant[]): void {
  if (shared?.kind !== 'object') return;
  const known = variants.flatMap(({ params }) => Object.keys(params.properties));
  for (const [key, node] of shared.members) {
    if (known.includes(headOf(key))) continue;
    const message = `${pointer}/${key}: unknown key "${key}"; allowed: ${[...new Set(known)].join(', ')}`;
    throw new UsageError(at(node.place, message));
  }
}

const headOf = (path: string) => path.split('.')[0];

/** A method with its own parameters, and what is swept of them. */
interface Ranged {
  variant: Variant;
  params: Located;
  sweep: Located | undefined;
}

/** What is shared, as far as the method knows it, and the method's own over it. */
function ownOf(key: 'params' | 'sweep', experiment: Located, method: Located, variant: Variant) {
  const known = (name: string) => Object.hasOwn(variant.params.properties, headOf(name));
  const shared = member(experiment, key);
  const base = shared && without(merge(undefined, shared), (name) => !known(name));
  const patch = member(method, key);
  return patch ? merge(base, patch) : base;
}

function cellsOfMethod(
  experiment: Located,
  { variant, params, sweep }: Ranged,
  surroundings: Surroundings,
): PlacedCell[] {
  const { gpu, registry, uses, own: files } = surroundings;
  const { model, method: name } = variant;
  const data = dataOf(experiment, variant, surroundings);
  const given = {
    model,
    method: name,
    data,
    ...(uses.length > 0 && { uses: [...uses] }),
  };
  return points(params, sweep).map((params) => {
    const source = assign(experiment, 'params', params);
    const written = plain(params) as Record<string, unknown>;
    const complete = registry.model(model).complete;
    const values =
      files && complete && areFiles(data)
        ? placed(source, () => ({ ...complete(written, data, files.table) }))
        : written;
    const engine = engineFor({ ...given, params: values }, surroundings);
    const made = {
      ...given,
      params: values,
      ...('arithmetic' in variant.spec.properties && { arithmetic: engine.arithmetic }),
    };
    const spec = { ...made, seed: { root: 0, trial: 0 } };
    check(spec, engine.name, source, registry);
    // The check has filled in the defaults.
    if (!gpu?.(spec)) return { cell: made, engine: engine.name };
    const cell = { ...made, arithmetic: 'gpu' as const };
    return { cell, engine: registry.engineFor(cell, engine.name) };
  });
}

/** What will compute a cell: the engine that is asked for, or another where that one does not. */
function engineFor(cell: Cell, { engine, registry }: Surroundings): Surroundings['engine'] {
  const name = registry.engineFor(cell, engine.name);
  return name === engine.name ? engine : engineOf(name);
}

/** What the data become; those of a name that the method does not know stay, for the schema to refuse. */
function dataOf(
  experiment: Located,
  { model, spec }: Variant,
  { resolve, registry, own }: Surroundings,
): TrialSpec['data'] {
  const node = member(experiment, 'data')!;
  if (own) {
    try {
      return takenBy(registry.model(model), own);
    } catch (error) {
      throw blamedOn(node.place, '/data', error);
    }
  }
  const data = plain(node) as TrialSpec['data'];
  const { oneOf = [spec.properties.data] } = spec.properties.data;
  const known = oneOf.some((source: TObject) => source.properties.name.const === data.name);
  return known ? resolve(data) : data;
}

/** The parameters at every combination of the swept values. */
function points(params: Located, sweep: Located | undefined): Located[] {
  if (sweep?.kind !== 'object') return [params];
  return [...sweep.members].reduce(
    (before, [path, values]) =>
      before.flatMap((point) =>
        values.kind === 'array' ? values.items.map((value) => assign(point, path, value)) : [point],
      ),
    [params],
  );
}

/** Schema first, which also fills in the defaults, then what only the model can tell. */
function check(spec: TrialSpec, engine: string, source: Located, registry: Registry): void {
  refuse(source, specProblems(spec, registry));
  try {
    placed(source, () => registry.check(spec, engine));
  } catch (error) {
    if (error instanceof UsageError || registry === builtIn) throw error;
    throw new UsageError(at(source.place, `the check of the ${spec.model} failed: ${messageOf(error)}`));
  }
}

/** What is made of a source; an input of it that cannot be used is told with its place. */
function placed<T>(source: Located, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // A module of one's own may bring another copy of this class.
    if (!isInputError(error)) throw error;
    const { path, message } = error;
    const pointer = path === 'data' ? '/data' : `/params/${path}`;
    refuse(source, [{ pointer, message: message.slice(path.length + 2) }]);
    throw error;
  }
}
