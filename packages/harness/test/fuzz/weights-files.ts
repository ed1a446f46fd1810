import fs from 'node:fs';
import path from 'node:path';
import { referenceEngine } from '@mcover/core';
import { builtIn, filled } from '@mcover/models';
import {
  canonical,
  readSafetensors,
  sha256,
  type TensorData,
  type TrialSpec,
  writeSafetensors,
} from '@mcover/record';
import fc from 'fast-check';
import { expect } from 'vitest';
import { readWeights } from '../../dist/journal/weights.js';
import { judged, knownWeights } from '../../dist/weights/known.js';
import { temporary } from '../support.ts';
import type { Subject } from './subject.ts';
import { damaged, damages, numbers, texts, values } from './values.ts';

const seed = { root: 1, trial: 0 };
const drawn = { name: 'hidden-manifold', D: 2, test: 5 };
const schedule = { from: 0.4, to: 0.2, step: 0.2 };

const specOf = (model: string, data: TrialSpec['data'], given: object): TrialSpec => {
  const { method, params } = filled(builtIn.model(model), { ...given });
  return { model, method, data, params, seed, ...(builtIn.model(model).arithmetic && { arithmetic: 'f64' }) };
};

const specs = [
  specOf('perceptron', { name: 'teacher-student' }, { N: 5, alpha: 1, schedule }),
  specOf('committee', drawn, { N: 5, K: 3, P: 4, epochs: 1, M: 2, kernel: { kind: 'uniform' }, S: 2 }),
  specOf('mlp', drawn, { widths: [4, 3, 10], P: 4, epochs: 1 }),
];

/** Files as the program writes them. */
const originals = specs.map((spec) => {
  const running = builtIn.start(spec, referenceEngine, undefined);
  return { spec, tensors: builtIn.tensorsOf(spec, running.tensors()) as Record<string, TensorData> };
});

/** What somebody may have changed of the specification, and sealed again. */
const change = fc.record({
  path: fc.constantFrom(
    'N',
    'alpha',
    'K',
    'P',
    'M',
    'S',
    'widths',
    'kernel',
    'schedule',
    'cost',
    'rule',
    '__proto__',
  ),
  value: fc.oneof(
    fc.constant(undefined),
    values,
    fc.constantFrom([4, 3, 9], [4, 1e15, 10], { kind: 'directed-ring' }),
  ),
});
const types = [Float64Array, Float32Array, Int32Array, Uint32Array, Int8Array, Uint8Array];
const tensor = fc
  .record({ shape: fc.array(fc.nat(5), { maxLength: 3 }), type: fc.constantFrom(...types), fill: numbers })
  .map(
    ({ shape, type, fill }): TensorData => ({
      shape,
      data: new type(shape.reduce((product, size) => product * size, 1)).fill(fill),
    }),
  );

const cases = fc
  .record({
    of: fc.constantFrom(...originals),
    changes: fc.array(change, { maxLength: 1 }),
    whole: fc.oneof(
      { weight: 6, arbitrary: fc.constant({}) },
      fc.dictionary(fc.constantFrom('model', 'method', 'data', 'seed', 'arithmetic', 'uses', 'x'), values, {
        maxKeys: 1,
      }),
    ),
    tensors: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      fc.dictionary(
        fc.constantFrom('weight', 'covers.weight', 'units.weight', 'layers.0.bias', '__metadata', 'toString'),
        tensor,
        { maxKeys: 2 },
      ),
    ),
    lost: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.boolean()),
    metadata: fc.oneof(
      { weight: 4, arbitrary: fc.constant({}) },
      fc.dictionary(fc.constantFrom('format', 'id', 'spec', 'reading', 'x'), texts, { maxKeys: 1 }),
    ),
    bytes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, damages),
  })
  .map(({ of: { spec, tensors }, changes, whole, tensors: others, lost, metadata, bytes }) => {
    const params = Object.fromEntries(changes.map(({ path, value }) => [path, value]));
    const text = canonical(
      JSON.parse(JSON.stringify({ ...spec, params: { ...spec.params, ...params }, ...whole })),
    );
    const kept = lost ? {} : tensors;
    const said = { format: 'mcover', id: sha256(text), spec: text, ...metadata };
    return damaged(writeSafetensors({ ...kept, ...others }, said), bytes);
  });

export const weightsFiles: Subject<Uint8Array> = {
  name: 'files of weights',
  cases,
  async read(bytes) {
    const file = path.join(temporary(), 'w.safetensors');
    fs.writeFileSync(file, bytes);
    const known = await knownWeights(readWeights(file));
    expect(Object.keys(readSafetensors(bytes).tensors).sort()).toEqual(Object.keys(known.tensors).sort());
    const result = judged(known, undefined);
    for (const value of Object.values(result)) expect(Number(value)).toSatisfy(Number.isFinite);
    return 'taken' as const;
  },
};
