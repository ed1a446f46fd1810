import fs from 'node:fs';
import path from 'node:path';
import { finish } from '@mcover/core';
import { UsageError } from '@mcover/harness';
import { builtIn, filled } from '@mcover/models';
import { readSafetensors, specId, type TensorData, type TrialSpec, writeSafetensors } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import {
  carryWeights,
  listWeights,
  readWeights,
  weightsFile,
  weightsFolder,
  writeWeights,
} from '../dist/journal/weights.js';
import { judged, knownWeights } from '../dist/weights/known.js';
import { temporary } from './support.ts';

const seed = { root: 3, trial: 1 };
const routed = { M: 3, S: 2, kernel: { kind: 'uniform' } };

function trialOf(model: string, params: object, data: TrialSpec['data'], arithmetic?: 'f32') {
  const spec: TrialSpec = {
    ...{ model, data, seed, ...filled(builtIn.model(model), { ...params, ...routed }) },
    ...(arithmetic && { arithmetic }),
  };
  const running = builtIn.start(spec, wasmEngine, undefined);
  const result = finish(running);
  return { spec, result, tensors: builtIn.tensorsOf(spec, running.tensors()) };
}

const manifold = { name: 'hidden-manifold', D: 4, test: 40 };
const perceptron = () =>
  trialOf(
    'perceptron',
    { N: 11, alpha: 2, schedule: { from: 0.4, to: 0.2, step: 0.1 } },
    { name: 'teacher-student' },
  );
const committee = () => trialOf('committee', { N: 8, K: 3, P: 20, epochs: 2, minLoss: 0 }, manifold, 'f32');
const network = () => trialOf('mlp', { widths: [8, 5, 10], P: 20, B: 5, G: 2, epochs: 2 }, manifold, 'f32');

function written({ spec, tensors }: ReturnType<typeof trialOf>): string {
  const folder = temporary();
  writeWeights(folder, spec, tensors);
  return weightsFile(folder, specId(spec));
}

async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).toMatch(/^\P{Cc}+$/u);
    return error.message;
  }
  throw new Error('nothing was refused');
}

describe('a file of weights', () => {
  it.each([
    ['perceptron', perceptron, ['Int8Array', 'Float64Array']],
    // Sums of three singles are none.
    ['committee', committee, ['Float32Array', 'Float64Array']],
    ['network', network, ['Float32Array']],
  ])('of a %s gives the numbers of its record, in the types that they need', async (_, make, types) => {
    const trial = make();
    const file = written(trial);
    const weights = readWeights(file);
    expect({ ...weights.tensors }).toMatchObject(
      Object.fromEntries(Object.entries(trial.tensors).map(([name, { shape }]) => [name, { shape }])),
    );
    expect(
      [...new Set(Object.values(weights.tensors).map(({ data }) => data.constructor.name))].sort(),
    ).toEqual(types.sort());
    const result = judged(await knownWeights(weights), undefined);
    expect({ ...trial.result, ...result }).toEqual(trial.result);
    expect(Object.keys(result).length).toBeGreaterThan(1);
  });

  it('says whose it is', () => {
    const trial = committee();
    const { metadata } = readSafetensors(fs.readFileSync(written(trial)));
    expect(metadata).toMatchObject({ format: 'mcover', id: specId(trial.spec) });
    expect(JSON.parse(metadata.spec)).toEqual(trial.spec);
    expect(metadata.data).toBeUndefined();
    const named = { ...trial.spec, data: { name: 'mnist', sha256: 'a'.repeat(64) } };
    const file = written({ ...trial, spec: named });
    expect(readSafetensors(fs.readFileSync(file)).metadata.data).toBe('a'.repeat(64));
  });

  it('is there whole or not at all', async () => {
    const trial = perceptron();
    const folder = temporary();
    const file = weightsFile(folder, specId(trial.spec));
    // A folder in its place cannot be replaced.
    fs.mkdirSync(file);
    expect(await refusal(() => writeWeights(folder, trial.spec, trial.tensors))).toContain('cannot write');
    expect(fs.readdirSync(folder)).toEqual([path.basename(file)]);
  });

  it('is carried to a folder that lacks it, and a link is not', () => {
    const [from, to] = [temporary(), temporary()];
    const { spec, tensors } = perceptron();
    writeWeights(weightsFolder(from), spec, tensors);
    fs.symlinkSync('/etc/hostname', path.join(weightsFolder(from), 'link.safetensors'));
    carryWeights(from, to);
    carryWeights(from, to);
    expect(listWeights(weightsFolder(to))).toEqual([weightsFile(weightsFolder(to), specId(spec))]);
    expect(listWeights(weightsFolder(temporary()))).toEqual([]);
  });
});

interface Content {
  tensors: Record<string, TensorData>;
  metadata: Record<string, string>;
}

describe('a file from anywhere is refused, with its name and the cause', () => {
  const change = (by: (content: Content) => Partial<Content>) => (file: string) => {
    const content = readSafetensors(fs.readFileSync(file));
    const { tensors, metadata } = { ...content, ...by(content) };
    fs.writeFileSync(file, writeSafetensors(tensors, metadata));
  };
  /** Another specification, with the id that it has. */
  const respecify = (by: (spec: TrialSpec) => object) =>
    change(({ metadata }) => {
      const spec = by(JSON.parse(metadata.spec)) as TrialSpec;
      return { metadata: { ...metadata, spec: JSON.stringify(spec), id: specId(spec) } };
    });
  const params = (own: object) => respecify((spec) => ({ ...spec, params: { ...spec.params, ...own } }));
  const weight = (tensor: TensorData) =>
    change(({ tensors }) => ({ tensors: { ...tensors, weight: tensor } }));

  it.each<[string, (file: string) => void, string]>([
    ['that is not there', (file) => fs.rmSync(file), 'cannot be read'],
    [
      'that is a folder',
      (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
      'it is no regular file',
    ],
    ['of zeros', (file) => fs.writeFileSync(file, new Uint8Array(99)), 'the header is not JSON'],
    ['that is empty', (file) => fs.writeFileSync(file, ''), '0 bytes are too few'],
    ['that is cut off', (file) => fs.truncateSync(file, 300), 'the file is cut off'],
    ['of another program', change(() => ({ metadata: {} })), 'do not say that mcover made it'],
    [
      'without a specification',
      change(() => ({ metadata: { format: 'mcover', id: '0' } })),
      'hold no specification',
    ],
    [
      'with a specification that is a number',
      change(() => ({ metadata: { format: 'mcover', id: '0', spec: '7' } })),
      'hold no specification',
    ],
    [
      'with a specification that is nested deeply',
      change(({ metadata }) => ({ metadata: { ...metadata, spec: `${'['.repeat(2e4)}${']'.repeat(2e4)}` } })),
      'its specification: nested deeper than 100 levels',
    ],
    [
      'of another id',
      change(({ metadata }) => ({ metadata: { ...metadata, id: 'f'.repeat(64) } })),
      'its id is not that of its specification',
    ],
    ['of a model that is not here', respecify((spec) => ({ ...spec, model: '\u001b[31m' })), 'no method'],
    ['of a model without a name', respecify(() => ({})), 'it names no model and method'],
    ['of parameters that are none', params({ sweeps: '\u001b' }), '/params/sweeps'],
    ['of a task without end', params({ N: 1e9 }), '3 copies of 1000000000 weights'],
    [
      'of files that nothing names',
      respecify((spec) => ({ ...spec, uses: ['a'.repeat(64)] })),
      'no description',
    ],
    ['with NaN', weight({ shape: [1], data: Float64Array.of(Number.NaN) }), '"weight" is NaN at index 0'],
    [
      'with a tensor of another shape',
      weight({ shape: [1], data: Int8Array.of(1) }),
      'weight: a tensor of shape [1]',
    ],
    ['without a tensor', change(() => ({ tensors: {} })), 'weight: there is no such tensor'],
  ])('%s', async (_, spoil, message) => {
    const file = written(perceptron());
    spoil(file);
    const found = await refusal(async () => judged(await knownWeights(readWeights(file)), undefined));
    expect(found).toContain(`${file}: `);
    expect(found).toContain(message);
  });

  it('of 200 with one byte changed each is read as such, or refused', async () => {
    const original = fs.readFileSync(written(committee()));
    const file = path.join(temporary(), 'x.safetensors');
    let refused = 0;
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(original);
      bytes[Math.floor((i * original.length) / 200)] ^= 1 << (i % 8);
      fs.writeFileSync(file, bytes);
      try {
        judged(await knownWeights(readWeights(file)), undefined);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});
