import {
  type AnnealingProblem,
  type Engine,
  finish,
  InputError,
  type Loaded,
  type LocalRunning,
  type PlainState,
  type Rows,
  type Schedule,
  type Seed,
  type TableSplit,
  type Tensors,
  type TrialResult,
} from '@mcover/core';
import { kernelFields, type MlpLoad, type MlpTraining } from '@mcover/core/internals';
import {
  type Observed,
  SeedSchema,
  type Theory,
  type TrialSpec,
  type Validator,
  validator,
} from '@mcover/record';
import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { FilesSource } from './tasks/files.ts';
import { flat, type Layout, type NamedTensors, named } from './weights.ts';

/** One way to couple, or not to couple, the copies of a model, and all its parameters with their defaults. */
export interface Method<Params extends TObject = TObject> {
  /** For a reader: "M-cover". */
  readonly label: string;
  /** A control: no rival of the others, but what tells where a gain comes from. */
  readonly control?: boolean;
  /** What a control is, in a phrase. */
  readonly about?: string;
  readonly params: Params;
}

/** What a trial asks of its model, beside its data: parameters that fit their schema. */
export interface Setting<Params> {
  readonly method: string;
  readonly params: Params;
  readonly seed: Seed;
}

/** A trial whose parameters and data fit the schemas of its model. */
export interface Trial<Params, Data> extends Setting<Params> {
  readonly data: Data;
}

/** An annealing that may be computed together with others of its shape, away from here. */
export interface RemoteAnnealing {
  readonly problem: AnnealingProblem;
  readonly schedule: Schedule;
  readonly sweeps: number;
  /** Readout of the collapsed weights. */
  read(W: Float64Array): TrialResult;
}

/** A base model of weights ±1 on its task, one copy of it. */
export interface PlainSpins {
  /** Number of weights. */
  readonly N: number;
  /** Size of a whole unit of energy. */
  readonly unit: number;
  /** The model at some weights ±1, which it may keep. */
  state(weights: Int8Array): PlainState;
}

/** A base model of real weights on its task, one copy of it. */
export interface PlainReals {
  /** Number of weights, and of training patterns. */
  readonly N: number;
  readonly P: number;
  /** Loss of one pattern at some weights, whose derivative by every weight is added to `gradient`. */
  loss(weights: Float64Array, mu: number, gradient: Float64Array): number;
}

interface Parts<TrialOf extends SettingOf, SettingOf, Task, Result extends TrialResult> {
  readonly name: string;
  /** Of `data` in a specification. */
  readonly data: TSchema;
  /**
   * Of what a trial ends with. Each number has a `label` and says by `better` whether the lower or the higher is the
   * better one; the first is what an experiment is about.
   */
  readonly result: TObject;
  /** Whether results depend on the arithmetic of the engine. Models of integers have none. */
  readonly arithmetic?: boolean;
  /** Names of the engines that compute it, the best first, which does where another is asked for. */
  readonly engines: readonly string[];
  /** How what its running trials show is written, in the order of telling: the others are drawn against the first. */
  readonly observed?: readonly Observed[];
  /** Curves to draw beside its metrics. */
  readonly theory?: readonly Theory[];
  /**
   * Faults that a schema cannot see, among them a problem too large for the engine of this name.
   *
   * @throws InputError with a path into the parameters.
   */
  check?(trial: TrialOf, engine: string): void;
  /** Seconds that a trial takes on one thread of some machine: right between trials, corrected by records. */
  seconds(trial: TrialOf, engine: string): number;
  /** Seconds of one look at a running trial on the first of its engines, on that machine; those of a step without it. */
  glance?(trial: TrialOf): number;
  /**
   * Parameters with what follows from files of one's own where they leave it out: sizes and classes.
   *
   * @throws InputError where the model cannot learn from them.
   */
  complete?(params: ScriptParams, data: FilesSource, table: TableSplit): ScriptParams;
  /** What a trial learns from, and what it is judged by; `loaded` is what was read of the files that it names. */
  task(trial: TrialOf, loaded: Loaded | undefined): Task;
  /**
   * Begins a trial on its task, or goes on with one from the snapshot that an earlier process took of it. The same
   * specification gives the same result, wherever it runs, and however often it was put down.
   *
   * @throws Error where the snapshot is of another trial.
   */
  begin(setting: SettingOf, task: Task, engine: Engine, from?: Tensors): LocalRunning<Result>;
  /** What a device may compute in the place of an engine: annealings, and networks, whose size it sees beforehand. */
  annealing?(setting: SettingOf, task: Task): RemoteAnnealing;
  network?(setting: SettingOf): MlpLoad;
  training?(setting: SettingOf, task: Task): MlpTraining;
  /** The base model that its covers are made of, so that laws can be held to it alone: of weights ±1, or of real ones. */
  spins?(setting: SettingOf, task: Task): PlainSpins;
  reals?(setting: SettingOf, task: Task): PlainReals;
}

/** A model as its author writes it, where types follow from its schemas. */
export interface Definition<Params, Data extends TSchema, Task, Result extends TrialResult>
  extends Parts<Trial<Params, Static<Data>>, Setting<Params>, Task, Result> {
  readonly data: Data;
  readonly methods: Readonly<Record<string, Method>>;
  /** Names and shapes of the weights of one copy in a file; `weight` alone without it. */
  layout?(setting: Setting<Params>): Layout;
  /** What of a result the collapsed weights alone decide, bit for bit: the readout, on any task. */
  judge?(setting: Setting<Params>, task: Task, W: Float64Array, engine: Engine): Partial<Result>;
  /** Classes that the collapsed weights give to patterns. */
  classes?(setting: Setting<Params>, W: Float64Array, patterns: Rows, engine: Engine): Classes;
}

/** A model as everyone else sees it: one value, which takes specifications and checks them. */
export interface Model<Task = unknown, Result extends TrialResult = TrialResult>
  extends Parts<TrialSpec, Setting<TrialSpec['params']>, Task, Result> {
  readonly methods: Readonly<Record<string, Method>>;
  check(trial: TrialSpec, engine: string): void;
  /** The tensors of a running trial under the names that they have in a file, those of all covers under `covers.`. */
  tensorsOf(setting: Setting<TrialSpec['params']>, tensors: Tensors): NamedTensors;
  /**
   * What of a result the collapsed weights alone decide, bit for bit: the readout, on any task.
   *
   * @throws InputError that names a tensor which is missing or of another shape.
   */
  judge?(
    setting: Setting<TrialSpec['params']>,
    task: Task,
    tensors: NamedTensors,
    engine: Engine,
  ): Partial<Result>;
  /**
   * Classes that the collapsed weights give to patterns: ±1, or numbers from 0.
   *
   * @throws InputError as `judge`, and where the patterns have another number of inputs.
   */
  classes?(
    setting: Setting<TrialSpec['params']>,
    tensors: NamedTensors,
    patterns: Rows,
    engine: Engine,
  ): Classes;
}

/** Classes of patterns: ±1, or numbers from 0. */
export type Classes = Int8Array | Uint32Array;

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
  const { methods, glance, annealing, network, training, spins, reals, layout, judge, classes, ...parts } =
    definition;
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
    ...(glance && { glance: (spec) => glance(trial(spec)) }),
    task: (spec, loaded) => definition.task(trial(spec), loaded),
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

/** The first fault of a value that does not fit, as an error that names the parameter. */
function faultOf(check: Validator<unknown>, value: unknown): InputError {
  const [{ pointer, message }] = check.problems(value);
  const missing = /^missing key "(.*)"$/.exec(message);
  const path = [...pointer.split('/').slice(1), ...(missing ? [missing[1]] : [])].join('/');
  return new InputError(path || '/', missing ? 'missing, and it has no default' : message);
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

/**
 * Parameters of a model with all defaults filled in, and their method: without a name, the one with the fewest
 * parameters that knows all that are given.
 *
 * @example
 * const model = builtIn.model('perceptron');
 * filled(model, { N: 21, alpha: 1 }).method; // 'vanilla'
 * filled(model, { N: 21, alpha: 1, M: 3, kernel: { kind: 'uniform' } }).params.S; // 10
 * filled(model, { alpha: 1 }); // throws N: missing
 * filled(model, { N: 21, alpha: 1, M: 3 }); // throws M: nothing couples the 3 copies
 *
 * @throws InputError that names a parameter which no method knows, which is missing, or which is not allowed; and M where
 * several methods have M copies, and nothing tells which one is meant.
 */
export function filled(
  model: Pick<Model, 'name' | 'methods'>,
  params: Readonly<Record<string, unknown>>,
  named?: string,
): Omit<Setting<TrialSpec['params']>, 'seed'> {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new InputError('params', `${JSON.stringify(params)} is no object of parameters`);
  const method = named ?? methodFor(model, params);
  const meant = Object.hasOwn(model.methods, method) ? model.methods[method] : undefined;
  if (!meant) {
    const known = Object.keys(model.methods).join(', ');
    throw new InputError('method', `the ${model.name} has no method "${method}"; known: ${known}`);
  }
  const filling = validator<TrialSpec['params']>(meant.params, { fill: true });
  const values = copyOf(params);
  if (!filling.fits(values)) throw faultOf(filling, values);
  refuseStrange(values.kernel);
  return { method, params: values };
}

/** A parameter that a kernel of this program does not have. Those of one's own are free. @throws InputError */
function refuseStrange(kernel: unknown): void {
  if (typeof kernel !== 'object' || kernel === null || 'rows' in kernel) return;
  const { kind, ...rest } = kernel as { kind: string };
  const known = Object.hasOwn(kernelFields, kind) ? kernelFields[kind] : undefined;
  const strange = known && Object.keys(rest).find((field) => !known.includes(field));
  if (strange === undefined) return;
  const has = known!.length > 0 ? `it has: ${known!.join(', ')}` : 'it has none';
  throw new InputError(`kernel/${strange}`, `the kernel "${kind}" has no such parameter; ${has}`);
}

function methodFor(
  { name, methods }: Pick<Model, 'name' | 'methods'>,
  params: Readonly<Record<string, unknown>>,
): string {
  const keysOf = (method: string) => Object.keys(methods[method].params.properties);
  const all = Object.keys(methods).sort((a, b) => keysOf(a).length - keysOf(b).length);
  const known = [...new Set(all.flatMap(keysOf))];
  const keys = Object.keys(params).filter((key) => params[key] !== undefined);
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError(unknown, `the ${name} has no such parameter; known: ${known.join(', ')}`);
  }
  const fitting = all.filter((method) => keys.every((key) => keysOf(method).includes(key)));
  const { M } = params;
  if (fitting.length > 1 && typeof M === 'number' && M > 1) {
    const ways = fitting.map((method) => {
      const own = keysOf(method).filter((key) => fitting.some((other) => !keysOf(other).includes(key)));
      return own.length > 0 ? `${own.join(' or ')} for "${method}"` : `the method "${method}" by its name`;
    });
    throw new InputError('M', `nothing couples the ${M} copies; give ${ways.join(', ')}`);
  }
  if (fitting.length > 0) return fitting[0];
  throw new InputError(keys[keys.length - 1], `no method of the ${name} takes ${keys.join(', ')} together`);
}

/** A deep copy, which defaults are filled into; functions, of a kernel of one's own, stay what they are. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, copyOf(item)]));
}

/** What a script gives for one trial of a model. */
export type ScriptParams = Readonly<Record<string, unknown>>;

/**
 * One trial of a model in a script, on a task that is given, to its end.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, seed);
 * runOn(builtIn.model('committee'), { N: 21, K: 3, epochs: 5 }, task, seed, referenceEngine).epochs <= 5; // true
 *
 * @param method its name, where the parameters do not tell: copies that nothing couples are "independent".
 * @throws InputError that names the parameter at fault.
 */
export function runOn<Task, Result extends TrialResult>(
  model: Model<Task, Result>,
  params: ScriptParams,
  task: Task,
  seed: Seed,
  engine: Engine,
  method?: string,
): Result {
  checkCall(seed, engine);
  return finish(model.begin({ ...filled(model, params, method), seed }, task, engine));
}

const seeds = validator<Seed>(SeedSchema);

/** What a script may have mixed up or left out, beside the parameters. @throws InputError */
export function checkCall(seed: Seed, engine: Engine): void {
  checkSeed(seed);
  checkEngine(engine);
}

/** @throws InputError where a seed is none. */
export function checkSeed(seed: Seed): void {
  if (seeds.fits(seed)) return;
  const [{ pointer, message }] = seeds.problems(seed);
  throw new InputError(`seed${pointer}`, `${message}; take one such as { root: 1, trial: 0 }`);
}

/** @throws InputError where an engine is none. */
export function checkEngine(engine: Engine): void {
  if (typeof engine?.annealer === 'function' && typeof engine.committee === 'function') return;
  throw new InputError(
    'engine',
    'is none; take wasmEngine of @mcover/wasm or referenceEngine of @mcover/core',
  );
}
