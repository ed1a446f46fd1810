import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type Engine,
  finish,
  hiddenManifoldClasses,
  hiddenManifoldTask,
  referenceEngine,
  type Seed,
} from '@mcover/core';
import { builtIn } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';

/** Trials of the program at `commit`, before the models were rebuilt, with the digest of their last weights. */
const golden: {
  commit: string;
  seed: Seed;
  task: { D: number; test: number };
  trials: {
    model: string;
    method: string;
    engine: string;
    params: Record<string, unknown>;
    result: Record<string, number | boolean>;
    covers: string;
  }[];
} = JSON.parse(readFileSync(new URL('./golden/trials.json', import.meta.url), 'utf8'));

const { seed, trials } = golden;
const engines: Record<string, Engine> = { reference: referenceEngine, wasm: wasmEngine };
const tasks: Record<string, unknown> = {
  committee: hiddenManifoldTask({ N: 21, P: 40, ...golden.task }, seed),
  'binary-committee': hiddenManifoldTask({ N: 21, P: 40, ...golden.task }, seed),
  mlp: hiddenManifoldClasses({ N: 20, P: 60, classes: 10, ...golden.task }, seed),
};

const digest = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');

describe(`every bit of 80 trials is that of commit ${golden.commit}`, () => {
  it('there are 80, on both engines', () => {
    expect(trials).toHaveLength(80);
    expect(new Set(trials.map(({ engine }) => engine))).toEqual(new Set(['reference', 'wasm']));
  });

  it.each(trials.map((trial, place) => ({ ...trial, place })))(
    '$place: $model, $method, $engine',
    ({ model: name, method, params, engine, result, covers }) => {
      const model = builtIn.model(name);
      const rest = name === 'perceptron' ? {} : { P: 40, classes: [3, 4] };
      const whole = name === 'mlp' ? params : { ...rest, ...params };
      const task =
        tasks[name] ??
        model.task(
          { model: name, method, params: whole, seed, data: { name: 'teacher-student' } },
          undefined,
        );
      const running = model.begin({ method, params: whole, seed }, task, engines[engine]);
      expect(finish(running)).toEqual(result);
      expect(digest(running.tensors().covers.data)).toBe(covers);
    },
  );
});
