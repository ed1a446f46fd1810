import { average, finish, type ImageSplit, type Rows, referenceEngine, type TrialResult } from '@mcover/core';
import { builtIn, filled, type Model, type ScriptParams } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const seed = { root: 3, trial: 1 };
const manifold = { name: 'hidden-manifold', D: 4, test: 40 };
const descent = { B: 4, epochs: 3, rate: 0.05 };
const schedule = { from: 0.4, to: 0.2, step: 0.1 };
const uniform = { M: 3, S: 2, kernel: { kind: 'uniform' } };
const none: ImageSplit | undefined = undefined;

function trialOf(name: string, params: ScriptParams, data: TrialSpec['data'], engine = wasmEngine) {
  const model: Model = builtIn.model(name);
  const spec: TrialSpec = { model: name, data, seed, ...filled(model, params) };
  const task = model.task(spec, none);
  const running = model.begin(spec, task, engine);
  const result: TrialResult = finish(running);
  return { model, spec, task, result, tensors: running.tensors() };
}

const network = () => trialOf('mlp', { widths: [8, 5, 10], P: 20, G: 2, ...uniform, ...descent }, manifold);
const committee = () =>
  trialOf('committee', { N: 8, K: 3, P: 20, minLoss: 0, ...uniform, ...descent }, manifold);
const binary = () => trialOf('binary-committee', { N: 8, K: 3, P: 20, schedule, ...uniform }, manifold);
const perceptron = () =>
  trialOf('perceptron', { N: 9, alpha: 2, schedule, ...uniform }, { name: 'teacher-student' });

const shapes = ({ model, spec, tensors }: ReturnType<typeof trialOf>) =>
  Object.fromEntries(
    Object.entries(model.tensorsOf(spec, tensors)).map(([name, { shape }]) => [name, shape]),
  );

describe('the tensors of a trial have names', () => {
  it('of the layers of a network', () => {
    expect(shapes(network())).toEqual({
      'layers.0.weight': [5, 8],
      'layers.0.bias': [5],
      'layers.1.weight': [10, 5],
      'layers.1.bias': [10],
      'covers.layers.0.weight': [3, 5, 8],
      'covers.layers.0.bias': [3, 5],
      'covers.layers.1.weight': [3, 10, 5],
      'covers.layers.1.bias': [3, 10],
    });
  });

  it('of the units of a committee, and of a perceptron', () => {
    for (const trial of [committee(), binary()]) {
      expect(shapes(trial)).toEqual({ 'units.weight': [3, 8], 'covers.units.weight': [3, 3, 8] });
    }
    expect(shapes(perceptron())).toEqual({ weight: [9], 'covers.weight': [3, 9] });
  });

  it('and are cut from every cover where its weights lie', () => {
    const { model, spec, tensors } = network();
    const named = model.tensorsOf(spec, tensors);
    // Cover 1 of 3 with 5·8 + 5 + 10·5 + 10 = 105 parameters: its second layer begins at 105 + 45.
    const { data } = tensors.covers;
    expect([...named['covers.layers.1.weight'].data.slice(50, 100)]).toEqual([...data.slice(150, 200)]);
    expect([...named['covers.layers.1.bias'].data.slice(10, 20)]).toEqual([...data.slice(200, 210)]);
    // The readout of singles rounds the mean.
    const mean = average(data as Float64Array, 3);
    expect([...named['layers.0.bias'].data]).toEqual([...mean.slice(40, 45)].map(Math.fround));
    expect(named['layers.0.bias'].data).toBeInstanceOf(Float32Array);
    expect(Object.keys(model.tensorsOf(spec, { collapsed: tensors.collapsed }))).toHaveLength(4);
  });

  it('and have the types that they are computed in', () => {
    const { model, spec, tensors } = perceptron();
    const { weight, 'covers.weight': covers } = model.tensorsOf(spec, tensors);
    expect([weight.data.constructor, covers.data.constructor]).toEqual([Float64Array, Int8Array]);
    const sums = [...weight.data].map((_, q) => covers.data[q] + covers.data[9 + q] + covers.data[18 + q]);
    expect([...weight.data]).toEqual(sums);
  });
});

describe('the collapsed weights of a trial', () => {
  interface Part extends Rows {
    readonly labels?: ArrayLike<number>;
    readonly y?: ArrayLike<number>;
  }

  it.each([
    ['network', network],
    ['committee', committee],
    ['committee of weights ±1', binary],
  ])('give the classes of a %s, whose errors are recorded', (_, make) => {
    const { model, spec, task, result, tensors } = make();
    const { train, test } = task as Record<'train' | 'test', Part>;
    const named = model.tensorsOf(spec, { collapsed: tensors.collapsed });
    for (const [patterns, error] of [
      [train, result.trainError],
      [test, result.testError],
    ] as const) {
      const classes = model.classes!(spec, named, patterns, wasmEngine);
      const labels = patterns.labels ?? patterns.y!;
      const wrong = [...classes].filter((label, mu) => label !== labels[mu]).length;
      expect(wrong / patterns.P).toBe(error);
    }
  });

  it('give the labels of a perceptron: the signs of its fields, + where one vanishes', () => {
    const { model, spec } = perceptron();
    const weight = { shape: [9], data: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, -2) };
    const x = [
      ...[1, 0, 0, 0, 0, 0, 0, 0, 1],
      ...[1, 0, 0, 0, 0, 0, 0, 0, 0.5],
      ...[1, 0, 0, 0, 0, 0, 0, 0, 0],
    ];
    expect([...model.classes!(spec, { weight }, { N: 9, P: 3, x }, referenceEngine)]).toEqual([-1, 1, 1]);
  });

  it('are refused by name where they do not fit', () => {
    const { model, spec, task, tensors } = network();
    const named = model.tensorsOf(spec, tensors);
    const judge = (changed: object) =>
      faultOf(() => model.judge!(spec, task, { ...named, ...changed }, wasmEngine));
    const { 'layers.1.bias': _, ...less } = named;
    expect(faultOf(() => model.judge!(spec, task, less, wasmEngine)).message).toBe(
      'layers.1.bias: there is no such tensor',
    );
    expect(judge({ 'layers.0.bias': named['layers.1.bias'] }).message).toBe(
      'layers.0.bias: a tensor of shape [10] instead of [5]',
    );
    const wide = { N: 9, P: 1, x: new Float32Array(9) };
    expect(faultOf(() => model.classes!(spec, named, wide, wasmEngine)).message).toMatch('8 inputs');
  });
});
