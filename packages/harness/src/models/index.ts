import type { TrialSpec } from '@mcover/record';
import { binaryCommittee } from './binary-committee.ts';
import { committee } from './committee.ts';
import type { Model } from './model.ts';
import { perceptron } from './perceptron.ts';

const table: Readonly<Record<string, Model>> = {
  perceptron,
  committee,
  'binary-committee': binaryCommittee,
};

/** The model of a specification that fits its schema. */
export function modelOf(spec: TrialSpec): Model {
  return table[spec.model];
}

/** Name of the engine that really computes a trial when one is asked for. */
export function engineNameFor(spec: TrialSpec, asked: string): string {
  return modelOf(spec).engine ?? asked;
}
