import type { InputScale, Seed } from '@mcover/core';
import { constantInput } from '@mcover/core/internals';
import {
  type FilesSource,
  filled,
  type Model,
  type ScriptParams,
  type Setting,
  scalesOf,
} from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { UsageError } from '../../error.ts';
import { quoted } from './open.ts';
import type { OwnData } from './read.ts';

/**
 * Files of one's own as a model takes them: standardised, binarised or raw, the model's first way where none is asked for.
 *
 * @throws UsageError where the model takes no files, not in this way, or an input of a name is constant.
 */
export function takenBy(model: Pick<Model, 'name' | 'data'>, own: OwnData, inputs = own.inputs): FilesSource {
  const scales = scalesOf(model.data);
  if (!scales) {
    const others = 'perceptron-patterns, committee, binary-committee and mlp do';
    throw new UsageError(`the model ${model.name} does not learn from files; ${others}`);
  }
  const [first] = scales;
  const taken = inputs ?? first;
  if (!scales.includes(taken)) {
    const known = scales.map((scale) => `"${scale}"`).join(' or ');
    throw new UsageError(`the model ${model.name} does not take "${taken}" inputs; it takes them ${known}`);
  }
  if (taken !== 'raw' && own.named) refuseConstant(own, taken);
  return { ...own.source, inputs: taken };
}

/** A column of a name can be left out; a pixel that is always dark is none's fault, and says nothing. */
function refuseConstant({ table: { train }, columns }: OwnData, taken: InputScale): void {
  const constant = constantInput(train);
  if (constant < 0) return;
  const value = train.x[constant];
  const fault = `the column ${quoted(columns[constant])} is ${value} in all training rows, and cannot be ${taken}`;
  throw new UsageError(`${fault}; take it out, or take "raw" inputs`);
}

/** How a task is made of data. */
export interface TakenOptions {
  readonly seed: Seed;
  readonly method?: string | undefined;
  readonly inputs?: InputScale | undefined;
}

/**
 * The task that a model learns from files of one's own, and its parameters, with sizes and defaults filled in. The task has
 * the `scaling` of its training rows, by which further rows are to be taken.
 *
 * @example
 * const data = await readData({ train: 'examples/leaves.csv', test: { share: 0.25 }, label: 'kind' });
 * const { task, params } = taskOn(builtIn.model('mlp'), { widths: ['inputs', 8, 'classes'] }, data, { seed: { root: 1, trial: 0 } });
 * [task.train.P, task.test.P, params.widths]; // [120, 40, [4, 8, 2]]
 *
 * @throws UsageError as `takenBy`; InputError that names the parameter at fault.
 */
export function taskOn<Task>(
  model: Model<Task>,
  params: ScriptParams,
  own: OwnData,
  { seed, method, inputs }: TakenOptions,
): { task: Task; data: FilesSource } & Omit<Setting<TrialSpec['params']>, 'seed'> {
  const data = takenBy(model, own, inputs);
  const setting = filled(model, model.complete!(params, data, own.table), method);
  const spec = { ...setting, model: model.name, data, seed };
  return { ...setting, data, task: model.task(spec, own.table) };
}
