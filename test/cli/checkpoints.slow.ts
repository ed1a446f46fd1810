import { test } from 'vitest';
import { engineStates } from '../../packages/harness/dist/lanes/engines.js';
import { type PutDown, survivesPutDown } from './put-down.ts';

const all: readonly [PutDown, string][] = [
  ['perceptron', 'wasm'],
  ['perceptron', 'reference'],
  ['committee', 'wasm'],
  ['mlp', 'wasm'],
  ['mlp', 'blas'],
];
const here = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));

test.each(all.filter(([, engine]) => here.includes(engine)))(
  '20 kills of long trials of the %s on %s lose and change nothing',
  (model, engine) => survivesPutDown(model, engine, 20, 10),
);
