import { InputError, type Seed, type TrialResult } from '@mcover/core';
import type { Static, TSchema } from '@mcover/record';
import { type TrialSpec, validator } from '@mcover/record';
import { faultOf } from './fault.ts';
import type { Definition, Model, Setting, Trial } from './model.ts';
import { flat, named } from './weights.ts';

/**
 * Makes a model of its definition. Its functions then take any specification, and throw where it does not fit the
 * schemas.
 *
 * @example
 * // A trial without steps, which throws a coin.
 * const coin = defineModel({
 *   name: 'coin',
 *   methods: { plain: { label: 'plain', params: Type.Object({ bias: Type.Number({ default: 0.5 }) }) } },
 *   data: Type.Object({}),
 *   result: Type.Object({ heads: Type.Boolean() }),
 *   engines: ['reference'],
 *   seconds: () => 1e-6,
 *   task: () => ({}),
 *   begin({ params: { bias }, seed }) {
 *     const heads = uniform(stream(seed, 'coin')) < bias;
 *     const still = { steps: 0, step: 0, done: true, advance() {} };
 *     return { ...still, observe: () => ({}), tensors: () => ({}), result: () => ({ heads }) };
 *   },
 * });
 * runOn(coin, { bias: 1 }, {}, { root: 1, trial: 0 }, referenceEngine); // { heads: true }
 * runOn(coin, { bais: 1 }, {}, { root: 1, trial: 0 }, referenceEngine); // throws bais: the coin has no such parameter
 *
 * @throws InputError where the definition lacks something.
 */
export function defineModel<Params, Data extends TSchema, Task, Result extends TrialResult>(
  definition: Definition<Params, Data, Task, Result>,
): Model<Task, Result> {
  refuseIncomplete(definition);
  const {
    methods,
    contradiction,
    visits,
    glance,
    annealing,
    network,
    training,
    spins,
    reals,
    layout,
    judge,
    classes,
    ...parts
  } = definition;
  const fitsData = validator<Static<Data>>(definition.data);
  const fits = new Map(
    Object.entries(methods).map(([method, { params }]) => [method, validator<Params>(params)]),
  );
  const setting = ({ method, params, seed }: Setting<unknown>): Setting<Params> => {
    const check = fits.get(method);
    if (!check)
      throw new InputError('method', `no method "${method}"; known: ${[...fits.keys()].join(', ')}`);
    if (check.fits(params)) return { method, params, seed };
    throw faultOf(check, params);
  };
  const trial = (spec: TrialSpec): Trial<Params, Static<Data>> => {
    const { data } = spec;
    if (fitsData.fits(data)) return { ...setting(spec), data };
    throw faultOf(fitsData, data);
  };
  return {
    ...parts,
    methods,
    check: (spec, engine) => definition.check?.(trial(spec), engine),
    seconds: (spec, engine) => definition.seconds(trial(spec), engine),
    ...(contradiction && { contradiction: (spec, result) => contradiction(trial(spec), result) }),
    ...(visits && { visits: (spec, iterations) => visits(trial(spec), iterations) }),
    ...(glance && { glance: (spec) => glance(trial(spec)) }),
    task: (spec, loaded) => definition.task(ofAllCopies(trial(spec)), loaded),
    begin: (spec, task, engine, from) => definition.begin(setting(spec), task, engine, from),
    ...(annealing && { annealing: (of, task) => annealing(setting(of), task) }),
    ...(network && { network: (of) => network(setting(of)) }),
    ...(training && { training: (of, task) => training(setting(of), task) }),
    ...(spins && { spins: (of, task) => spins(setting(of), task) }),
    ...(reals && { reals: (of, task) => reals(setting(of), task) }),
    tensorsOf: (of, tensors) => named(layout?.(setting(of)), tensors),
    ...(judge && {
      judge: (of, task, tensors, engine) =>
        judge(setting(of), task, flat(layout?.(setting(of)), tensors), engine),
    }),
    ...(classes && {
      classes: (of, tensors, patterns, engine) =>
        classes(setting(of), flat(layout?.(setting(of)), tensors), patterns, engine),
    }),
  };
}

/** Copies of a trial learn from the same data. */
function ofAllCopies<T extends { readonly seed: Seed }>(trial: T): T {
  const { root, trial: number } = trial.seed;
  return { ...trial, seed: { root, trial: number } };
}

/** @throws InputError where a definition in JavaScript lacks one of some functions. */
export function refuseWithout<D extends { readonly name: string }>(
  definition: D,
  functions: readonly (keyof D & string)[],
): void {
  for (const key of functions) {
    if (typeof definition[key] !== 'function')
      throw new InputError(key, `the model ${definition.name} lacks this function`);
  }
}

/** What a module in JavaScript may have left out. @throws InputError that names it. */
export function refuseIncomplete(definition: object): void {
  if (typeof definition !== 'object' || definition === null)
    throw new InputError('model', `${String(definition)} is no model; "annealed" or "trained" makes one`);
  const name = String(Reflect.get(definition, 'name') ?? 'without a name');
  for (const key of ['name', 'methods', 'data', 'result', 'engines', 'seconds', 'task', 'begin'] as const) {
    if (Reflect.get(definition, key) === undefined) throw new InputError(key, `the model ${name} lacks it`);
  }
  for (const key of ['seconds', 'task', 'begin'] as const) {
    if (typeof Reflect.get(definition, key) !== 'function')
      throw new InputError(key, `of the model ${name} is no function`);
  }
}
