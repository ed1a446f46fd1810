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

/** Name of the engine that really computes a trial when one is asked for: it may be a GPU's by its arithmetic. */
export function engineNameFor(
  { model, arithmetic }: Pick<TrialSpec, 'model' | 'arithmetic'>,
  asked: string,
): string {
  if (arithmetic === 'gpu') return 'webgpu';
  const { engines } = table[model];
  return engines.includes(asked) ? asked : engines[0];
}
