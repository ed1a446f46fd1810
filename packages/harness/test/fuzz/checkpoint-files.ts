import { type LocalRunning, referenceEngine, type Tensors } from '@mcover/core';
import { builtIn, filled } from '@mcover/models';
import { type TensorData, type TrialSpec, validator, writeSafetensors } from '@mcover/record';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Attended, attended, type Telling } from '../../dist/lanes/attended.js';
import { demandMessage, type Subject } from './subject.ts';
import { damaged, damages, numbers, values } from './values.ts';

const drawn = { name: 'hidden-manifold', D: 2, test: 5 };
const schedule = { from: 0.4, to: 0.1, step: 0.1 };

function trialOf(model: string, data: TrialSpec['data'], given: object) {
  const { method, params } = filled(builtIn.model(model), { ...given });
  const spec: TrialSpec = { model, method, data, params, seed: { root: 1, trial: 0 } };
  const begin = (from?: Tensors) => builtIn.start(spec, referenceEngine, undefined, from);
  const running = begin();
  running.advance();
  const snapshot = running.snapshot!() as Record<string, TensorData>;
  for (; !running.done; running.advance());
  return { begin, snapshot, result: running.result(), fits: validator(builtIn.model(model).result) };
}

const trials = [
  trialOf('perceptron', { name: 'teacher-student' }, { N: 7, alpha: 1, M: 2, gamma: 1, schedule }),
  trialOf('committee', drawn, { N: 5, K: 3, P: 4, epochs: 3 }),
  trialOf('mlp', drawn, { widths: [4, 3, 10], P: 4, epochs: 3 }),
];

const types = [Float64Array, Float32Array, Int32Array, Uint32Array, Int8Array, Uint8Array];

/** One array of a snapshot, of other numbers, another type or length, or gone. */
const change = fc.record({
  which: fc.nat(),
  how: fc.constantFrom('values', 'values', 'value', 'type', 'length', 'remove'),
  at: fc.nat(),
  type: fc.constantFrom(...types),
  number: numbers,
});

const trace = { every: 1, step: [0, 1], observed: { energy: [1, 2] } };
const cases = fc.record({
  trial: fc.nat(trials.length - 1),
  changes: fc.array(change, { maxLength: 2 }),
  computer: fc.constantFrom('this', 'this', 'this', 'this', 'that', ''),
  trace: fc.oneof(
    { weight: 3, arbitrary: fc.constant<unknown>(trace) },
    values,
    fc.record({ every: fc.constant(1), step: values, observed: values }),
  ),
  traced: fc.boolean(),
  bytes: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, damages),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function snapshotOf({ trial, changes }: Case): Record<string, TensorData> {
  const tensors = { ...trials[trial].snapshot };
  for (const { which, how, at, type, number } of changes) {
    const names = Object.keys(tensors);
    const name = names[which % names.length];
    if (name === undefined) continue;
    const { shape, data } = tensors[name];
    if (how === 'remove') delete tensors[name];
    if (how === 'values') tensors[name] = { shape, data: data.map(() => number) };
    if (how === 'value')
      tensors[name] = { shape, data: data.map((value, i) => (i === at % data.length ? number : value)) };
    if (how === 'type') tensors[name] = { shape, data: type.from(data) };
    if (how === 'length') tensors[name] = { shape: [data.length - 1], data: data.slice(1) };
  }
  return tensors;
}

export const checkpointFiles: Subject<Case> = {
  name: 'checkpoints',
  cases,
  read(of) {
    const { begin, result, fits } = trials[of.trial];
    const metadata = { computer: of.computer, ...(of.traced && { trace: JSON.stringify(of.trace) }) };
    const from = Uint8Array.from(damaged(writeSafetensors(snapshotOf(of), metadata), of.bytes)).buffer;
    const refusals: string[] = [];
    const asked = of.traced ? { every: () => 1 } : {};
    const tell = (telling: Telling) => {
      if (telling.kind === 'refused') refusals.push(telling.reason);
    };
    let ended: Attended;
    try {
      ended = attended(begin as (from?: Tensors) => LocalRunning, { ...asked, from, computer: 'this', tell });
    } catch (error) {
      // Weights that are numbers may still be too large to go on with: the trial fails, as any that diverges.
      expect(String(error)).toMatch(/training diverges at rate/);
      return 'refused';
    }
    for (const reason of refusals) demandMessage(reason);
    expect(fits.problems(ended.running.result())).toEqual([]);
    if (refusals.length === 0) return 'taken';
    // It began anew.
    expect(ended.running.result()).toEqual(result);
    return 'refused';
  },
};
