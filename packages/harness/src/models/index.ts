import type { TrialSpec } from '@mcover/record';
import type { Model } from './model.ts';
import { perceptron } from './perceptron.ts';

const table: Readonly<Record<string, Model>> = { perceptron };

/** The model of a specification that fits its schema. */
export function modelOf(spec: TrialSpec): Model {
  return table[spec.model];
}
