import { type Engine, InputError, type Scaling } from '@mcover/core';
import { scaled } from '@mcover/core/internals';
import type { TrialSpec } from '@mcover/record';
import type { Model } from '../model.ts';
import type { NamedTensors } from '../weights.ts';
import { type Label, type Matrix, readMatrix } from './rows.ts';

/** Labels that the collapsed model gives to rows of inputs. */
export type Predict = (X: Matrix) => Label[];

/** How rows and classes are to be understood: as those were that a trial learnt from. */
export interface RowReading {
  /** Labels of the classes 0, 1, …; the model's own numbers without them. */
  readonly labels?: readonly Label[] | undefined;
  /** What is made of inputs; nothing without it. */
  readonly scaling?: Scaling | undefined;
}

/** A model that is trained: what tells classes. */
export interface Trained {
  readonly model: Pick<Model, 'name' | 'classes'>;
  /** Its specification, with its own kernel and rule in their places. */
  readonly resolved: TrialSpec;
  readonly tensors: NamedTensors;
  readonly engine: Engine;
}

/**
 * What tells the labels of rows by a model that is trained.
 *
 * @example
 * const { params, method } = filled(builtIn.model('perceptron'), { N: 3, alpha: 1 });
 * const seed = { root: 1, trial: 0 };
 * const resolved = { model: 'perceptron', method, params, data: { name: 'teacher-student' }, seed };
 * const tensors = { weight: { shape: [3], data: Float64Array.of(1, 1, -1) } };
 * const trained = { model: builtIn.model('perceptron'), resolved, tensors, engine: referenceEngine };
 * predictor(trained, () => ({}))([[1, 1, 1], [-1, -1, 1]]); // [1, -1]
 *
 * @throws InputError where rows are not as wide as the model, or it tells no classes.
 */
export function predictor({ model, resolved, tensors, engine }: Trained, reading: () => RowReading): Predict {
  return (X) => {
    if (!model.classes) throw new InputError('model', `the model ${model.name} tells no classes`);
    if (X?.length === 0) return [];
    const { labels, scaling } = reading();
    const { widths, N = Array.isArray(widths) ? widths[0] : undefined, classes: pair } = resolved.params;
    const width = scaling?.centre.length ?? N;
    const rows = readMatrix('X', X, typeof width === 'number' ? { N: width } : { P: X?.length });
    const taken = scaling ? rows.x.map((value, at) => scaled(scaling, value, at % rows.N)) : rows.x;
    const told = model.classes(resolved, tensors, { ...rows, x: taken }, engine);
    if (!labels) return Array.from(told);
    const [plus, minus] = Array.isArray(pair) ? pair : [1, 0];
    const place = (of: number) => (told instanceof Int8Array ? (of > 0 ? plus : minus) : of);
    return Array.from(told, (of) => labels[place(of)] ?? of);
  };
}
