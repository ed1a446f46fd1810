import type { TrialSpec } from '@mcover/record';
import { binaryCommittee } from './binary-committee.ts';
import { committee } from './committee.ts';
import { mlp } from './mlp.ts';
import type { Model } from './model.ts';
import { perceptron } from './perceptron.ts';

const table: Readonly<Record<string, Model>> = {
  perceptron,
  committee,
  'binary-committee': binaryCommittee,
  mlp,
};

/** The model of a specification that fits its schema. */
export function modelOf(spec: TrialSpec): Model {
  return table[spec.model];
}

/** Name of the engine that really computes the trials of a model when one is asked for. */
export function engineNameFor({ model }: Pick<TrialSpec, 'model'>, asked: string): string {
  const { engines } = table[model];
  return engines.includes(asked) ? asked : engines[0];
}
