import {
  type BinaryTask,
  type ClassTask,
  type Engine,
  InputError,
  type Loaded,
  referenceEngine,
  type Scaled,
  type Trace,
  type TrialResult,
} from '@mcover/core';
import type { TrialSpec, TSchema } from '@mcover/record';
import { wasmEngine, wasmUnavailable } from '@mcover/wasm';
import { filled } from '../filled.ts';
import type { Model, ScriptParams } from '../model.ts';
import { builtIn, Registry } from '../registry.ts';
import { checkEngine } from '../script.ts';
import { areFiles, scalesOf } from '../tasks/files.ts';
import { findDataSet } from '../tasks/sets.ts';
import type { NamedTensors } from '../weights.ts';
import { type Predict, predictor, type RowReading } from './predict.ts';
import { type GivenRows, type Label, type LearntRows, tableOfRows, tableOfTask } from './rows.ts';

/**
 * What a model learns from: rows in memory, rows that `readData` read, a task in memory, the `data` of a specification,
 * or nothing where the model draws its own.
 */
export type FitData =
  | GivenRows
  | LearntRows
  | BinaryTask
  | ClassTask
  | { readonly name: string; readonly [key: string]: unknown };

/** What is to be fitted, beside model and data. */
export interface FitSetup {
  /** Parameters of the model; what is left out follows from the data, or has its default. */
  readonly params?: ScriptParams | undefined;
  /** Its name, where the parameters do not tell. */
  readonly method?: string | undefined;
  /** What computes; WebAssembly where it runs, or else plain code. */
  readonly engine?: Engine | undefined;
}

/** Trials of a model on its data, but for their seeds. */
export interface Prepared {
  readonly registry: Registry;
  readonly model: Model;
  readonly cell: Omit<TrialSpec, 'seed'>;
  readonly engine: Engine;
  readonly loaded: Loaded | undefined;
  /** Labels of the classes 0, 1, …, where the data have some. */
  readonly labels: readonly Label[] | undefined;
}

/** A trial at its end. */
export interface Fitted {
  /** The record's numbers. */
  readonly result: TrialResult;
  /** What was seen on the way, where that was asked for. */
  readonly trace: Trace | undefined;
  /** Weights of the collapsed model, and under `covers.` those of all covers. */
  readonly tensors: NamedTensors;
  readonly predict: Predict;
  /** The specification: what `mcover run` would record. */
  readonly spec: TrialSpec;
  /** Steps that were done, if it was stopped before its end. */
  readonly stoppedAt?: number | undefined;
  /** How `predict` takes rows and names classes. */
  reading(): RowReading;
}

/**
 * Makes ready what trials of a model have in common.
 *
 * @example
 * const rows = { X: [[0, 1], [1, 0], [1, 1], [0, 0]], y: ['a', 'b', 'b', 'a'], test: { share: 0.5 } };
 * const { cell } = prepare('mlp', rows, { params: { epochs: 2 } });
 * [cell.params.widths, cell.params.P, cell.data.inputs]; // [[2, 512, 512, 2], 2, 'standardised']
 * prepare('perceptron', [[1]]); // throws data: the perceptron does not learn from rows
 *
 * @throws InputError that names the parameter at fault.
 */
export function prepare(of: string | Model, data?: FitData, setup: FitSetup = {}): Prepared {
  const { params = {}, method, engine = wasmUnavailable() ? referenceEngine : wasmEngine } = setup;
  checkEngine(engine);
  const known = typeof of === 'string' || builtIn.models.includes(of);
  const registry = known ? builtIn : new Registry([{ models: [of] }]);
  const model = typeof of === 'string' ? registry.model(of) : of;
  const rows = rowsOf(data);
  const source = rows ? { ...rows.source, inputs: scaleOf(model, rows) } : sourceOf(model, data);
  const whole = areFiles(source) && rows ? model.complete!(params, source, rows.table) : params;
  const { arithmetic } = engine;
  const cell = {
    ...{ model: model.name, ...filled(model, whole, method), data: source },
    ...(model.arithmetic && { arithmetic }),
  } as Omit<TrialSpec, 'seed'>;
  registry.check({ ...cell, seed: { root: 1, trial: 0 } }, registry.engineFor(cell, engine.name));
  return { registry, model, cell, engine, loaded: rows?.table, labels: rows?.classes };
}

/**
 * What a trial has come to, with what tells the labels of further rows.
 *
 * @example
 * const prepared = prepare('perceptron', undefined, { params: { N: 3, alpha: 1 } });
 * const spec = { ...prepared.cell, seed: { root: 1, trial: 0 } };
 * const tensors = { weight: { shape: [3], data: Float64Array.of(1, 1, -1) } };
 * fittedOf(prepared, spec, { result: {}, trace: undefined, tensors }).predict([[1, 1, 1]]); // [1]
 *
 * @param task the task of the trial, where it is at hand.
 */
export function fittedOf(
  { registry, model, engine, loaded, labels }: Prepared,
  spec: TrialSpec,
  end: Pick<Fitted, 'result' | 'trace' | 'tensors' | 'stoppedAt'>,
  task?: unknown,
): Fitted {
  const resolved = registry.resolved(spec);
  const read = (): RowReading => {
    const learnt = (labels && (task ?? model.task(resolved, loaded))) as Partial<Scaled> | undefined;
    return { labels, scaling: learnt?.scaling };
  };
  let known: RowReading | undefined;
  const reading = () => {
    // A task is made again only where it is wanted.
    known ??= read();
    return known;
  };
  const predict = predictor({ model, resolved, tensors: end.tensors, engine }, reading);
  return { ...end, spec, reading, predict };
}

function rowsOf(data: FitData | undefined): LearntRows | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('table' in data) return data as LearntRows;
  if ('X' in data) return tableOfRows(data as GivenRows);
  return 'train' in data && 'test' in data ? tableOfTask(data as BinaryTask | ClassTask) : undefined;
}

function scaleOf({ name, data, complete }: Model, { inputs }: LearntRows) {
  const scales = complete && scalesOf(data);
  if (!scales) throw new InputError('data', `the ${name} does not learn from rows; leave them out`);
  const taken = inputs ?? scales[0];
  if (scales.includes(taken)) return taken;
  throw new InputError('data/inputs', `the ${name} does not take "${taken}"; it takes: ${scales.join(', ')}`);
}

/** The data of a specification; without any, those that a model draws which knows one name alone. */
function sourceOf({ name, data: schema }: Model, data: unknown): TrialSpec['data'] {
  const only: TSchema | undefined = schema.properties?.name;
  if (data === undefined && only?.const !== undefined) return { name: only.const };
  if (typeof data === 'object' && data !== null && typeof Reflect.get(data, 'name') === 'string') {
    const named = data as TrialSpec['data'];
    if (areFiles(named) || findDataSet(named.name))
      throw new InputError(
        'data',
        `the files of ${named.name} are read by an experiment; give { X, y } here`,
      );
    return named;
  }
  if (data !== undefined && only)
    throw new InputError('data', `the ${name} does not learn from rows; leave them out`);
  throw new InputError(
    'data',
    'missing: give { X, y }, what readData gives, or a task such as hiddenManifoldTask’s',
  );
}
