import { test } from 'vitest';
import { engineStates } from '../../packages/harness/dist/lanes/engines.js';
import { type PutDown, survivesPutDown } from './put-down.ts';

/** Trials of ten times the shortest, but where plain code computes them. */
const all: readonly [PutDown, string, number][] = [
  ['perceptron', 'wasm', 10],
  ['perceptron', 'reference', 1],
  ['committee', 'wasm', 10],
  ['mlp', 'wasm', 10],
  ['mlp', 'blas', 10],
];
const here = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));

test.each(all.filter(([, engine]) => here.includes(engine)))(
  '20 kills of long trials of the %s on %s lose and change nothing',
  (model, engine, times) => survivesPutDown(model, engine, 20, times),
);
