import { type Engine, InputError } from '@mcover/core';
import type { DeviceInfo } from '@mcover/gpu';
import { findVariant, methodsOf, specProblems, type TrialSpec, type Variant, variants } from '@mcover/record';
import type { TObject } from '@sinclair/typebox';
import { namedData, type ResolveData } from '../data/resolve.ts';
import { at, UsageError } from '../error.ts';
import { engineNameFor, modelOf } from '../models/index.ts';
import { onGpu } from '../models/on-gpu.ts';
import { engineOf } from '../run/engines.ts';
import { refuse } from './experiment.ts';
import { assign, type Located, member, merge, plain, without } from './located.ts';

/** A specification without its seed: one method at one point of the sweep. */
export type Cell = Omit<TrialSpec, 'seed'>;

/** What a specification takes from where it will run. */
export interface Surroundings {
  /** What the data of an experiment become. */
  resolve: ResolveData;
  /** What is asked to compute them. Models of integers have no use for its arithmetic. */
  engine: Pick<Engine, 'name' | 'arithmetic'>;
  /** A GPU that is faster: what it takes is computed in its arithmetic. */
  gpu?: DeviceInfo | undefined;
}

/** For reading experiments, not for running them: all data are there, and the engine is the plain one. */
const nominal: Surroundings = { resolve: namedData, engine: { name: 'reference', arithmetic: 'f64' } };

/** The cells of an experiment in the order of its methods. @throws UsageError for a fault in any of them. */
export function cellsOf(experiment: Located, surroundings = nominal): Cell[] {
  const model = plain(member(experiment, 'model')!) as string;
  refuseForeign(member(experiment, 'params')!, '/params', model);
  refuseForeign(member(experiment, 'sweep'), '/sweep', model);
  const methods = member(experiment, 'methods') as Located & { kind: 'array' };
  return methods.items.flatMap((method, index) => {
    const variant = variantOf(model, member(method, 'method')!, `/methods/${index}/method`);
    return cellsOfMethod(experiment, method, variant, surroundings);
  });
}

function variantOf(model: string, method: Located, pointer: string): Variant {
  const name = plain(method);
  const found = findVariant(model, name);
  if (found) return found;
  const known = methodsOf(model).join(', ');
  const message = `${pointer}: no method ${JSON.stringify(name)} of the ${model}; known: ${known}`;
  throw new UsageError(at(method.place, message));
}

/** Shared keys may be foreign to one method, but a key that no method of the model knows is a mistake. */
function refuseForeign(shared: Located | undefined, pointer: string, model: string): void {
  if (shared?.kind !== 'object') return;
  const known = variants.filter((v) => v.model === model).flatMap((v) => Object.keys(v.params.properties));
  for (const [key, node] of shared.members) {
    if (known.includes(headOf(key))) continue;
    const message = `${pointer}/${key}: unknown key "${key}"; allowed: ${[...new Set(known)].join(', ')}`;
    throw new UsageError(at(node.place, message));
  }
}

const headOf = (path: string) => path.split('.')[0];

function cellsOfMethod(
  experiment: Located,
  method: Located,
  variant: Variant,
  surroundings: Surroundings,
): Cell[] {
  const known = (key: string) => Object.hasOwn(variant.params.properties, headOf(key));
  const own = (key: 'params' | 'sweep') => {
    const shared = member(experiment, key);
    const base = shared && without(merge(undefined, shared), (name) => !known(name));
    const patch = member(method, key);
    return patch ? merge(base, patch) : base;
  };
  const { resolve, gpu } = surroundings;
  const engine = engineFor(variant, surroundings.engine);
  const given = {
    model: variant.model,
    method: variant.method,
    data: dataOf(experiment, variant, resolve),
    ...('arithmetic' in variant.spec.properties && { arithmetic: engine.arithmetic }),
  };
  return points(own('params')!, own('sweep')).map((params) => {
    const values = plain(params) as Record<string, unknown>;
    const spec = { ...given, params: values, seed: { root: 0, trial: 0 } };
    check(spec, engine.name, assign(experiment, 'params', params));
    const taken = gpu && onGpu(spec.model)?.takes(spec, gpu);
    return { ...given, ...(taken && { arithmetic: 'gpu' as const }), params: spec.params };
  });
}

/** What will compute a model: the engine that is asked for, or another where that one does not. */
function engineFor(variant: Variant, asked: Surroundings['engine']): Surroundings['engine'] {
  const name = engineNameFor(variant, asked.name);
  return name === asked.name ? asked : engineOf(name);
}

/** What the data become; those of a name that the method does not know stay, for the schema to refuse. */
function dataOf(experiment: Located, { spec }: Variant, resolve: ResolveData): TrialSpec['data'] {
  const data = plain(member(experiment, 'data')!) as TrialSpec['data'];
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
function check(spec: TrialSpec, engine: string, source: Located): void {
  refuse(source, specProblems(spec));
  try {
    modelOf(spec).check(spec, engine);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    refuse(source, [
      { pointer: `/params/${error.path}`, message: error.message.slice(error.path.length + 2) },
    ]);
  }
}
