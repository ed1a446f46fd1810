import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Engine, referenceEngine } from '@mcover/core';
import { digestOf } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { toBuffers } from '../dist/data/buffers.js';
import { loadImages } from '../dist/data/load.js';
import { threadsLane } from '../dist/lanes/threads.js';
import { runTrial } from '../dist/lanes/worker.js';
import { dataSetOf, place, smallFiles } from './data-support.ts';
import { collecting, temporary, tiny, tinyCommittee, trials } from './support.ts';

type Asked = Pick<Engine, 'name' | 'arithmetic'>;

describe('arithmetic', () => {
  const f32 = { name: 'wasm', arithmetic: 'f32' } as const;
  const ids = (content: object, engine: Asked) => trials(content, { engine }).map(({ id }) => id);

  test("of the engine is part of a committee's specification, and so of its id", () => {
    for (const { spec } of trials(tinyCommittee)) expect(spec.arithmetic).toBe('f64');
    for (const { spec } of trials(tinyCommittee, { engine: f32 })) expect(spec.arithmetic).toBe('f32');
    const all = [...ids(tinyCommittee, referenceEngine), ...ids(tinyCommittee, f32)];
    expect(new Set(all).size).toBe(2 * 4 * 2);
  });

  test('is nothing to models of integers: any engine gives the same ids', () => {
    expect(ids(tiny, f32)).toEqual(ids(tiny, referenceEngine));
    expect(trials(tiny, { engine: f32 })[0].spec).not.toHaveProperty('arithmetic');
  });

  test('is that of the engine that computes: BLAS, which only perceptrons of layers use, leaves others to wasm', async () => {
    const blas = { name: 'blas', arithmetic: 'blas' } as const;
    expect(ids(tinyCommittee, blas)).toEqual(ids(tinyCommittee, f32));
    expect(ids(tiny, blas)).toEqual(ids(tiny, f32));
    for (const content of [tinyCommittee, tiny]) {
      const [{ spec, engine }] = trials(content, { engine: blas });
      expect(await runTrial({ spec, engine })).toMatchObject({ outcome: { result: {} }, engine: 'wasm' });
    }
  });

  test.each([referenceEngine, wasmEngine])('of a trial is that of the engine: $name', async (engine) => {
    const { name, arithmetic } = engine;
    const [{ spec }] = trials(tinyCommittee, { engine });
    expect(await runTrial({ spec, engine: name })).toMatchObject({
      outcome: { result: { epochs: expect.any(Number) } },
      engine: name,
    });
    const other: TrialSpec = { ...spec, arithmetic: arithmetic === 'f64' ? 'f32' : 'f64' };
    const message = `the trial is one of ${other.arithmetic}, but engine ${name} computes in ${arithmetic}`;
    expect((await runTrial({ spec: other, engine: name })).outcome).toEqual({
      failure: { kind: 'Error', message },
    });
  });
});

test('a binary committee runs in plain TypeScript, whichever engine is asked for, and says so', async () => {
  const params = { N: 12, K: 3, P: 20, M: 2, S: 2, schedule: { step: 0.1, to: 0.1 } };
  const methods = [{ method: 'vanilla' }, { method: 'rsa' }, { method: 'mcover' }];
  const content = { ...tinyCommittee, model: 'binary-committee', params, methods };
  const [fast, plain] = [wasmEngine, referenceEngine].map((engine) => trials(content, { engine }));
  expect(fast).toEqual(plain);
  for (const { spec, engine } of fast) {
    const answer = await runTrial({ spec, engine });
    expect(answer.engine).toBe('reference');
    expect(answer.outcome).toHaveProperty('result.testError');
  }
});

test('images go to the threads with the trials that name them', async () => {
  const files = smallFiles();
  const set = dataSetOf(files);
  const folder = temporary();
  place(folder, set, files);
  const images = loadImages(set, folder);
  const data = { name: 'mnist', sha256: digestOf(set) };
  const params = { N: 6, K: 3, P: 4, classes: [1, 0], B: 2, epochs: 2 };
  const [generated] = trials({ ...tinyCommittee, params, methods: [{ method: 'sgd' }], trials: 1 });
  const spec = { ...generated.spec, data };
  const { records, sink } = collecting();
  const lane = threadsLane({ data: new Map([['mnist', images]]), workers: 1, timeLimit: () => 60 });
  await lane.run([{ ...generated, spec, experiments: ['e'] }], sink);
  expect(sink.failed).toEqual([]);
  const here = await runTrial({ spec, engine: 'reference', loaded: toBuffers(images) });
  expect(records.map(({ result }) => ({ result }))).toEqual([here.outcome]);
  expect((await runTrial({ spec, engine: 'reference' })).outcome).toHaveProperty(
    'failure.message',
    'the images of mnist were not handed to the trial',
  );
});

test('the module of a thread takes nothing statically that a browser does not have', () => {
  const packages = new Set<string>();
  const visited = new Set<string>();
  const visit = (module: URL) => {
    if (visited.has(module.href)) return;
    visited.add(module.href);
    const source = fs.readFileSync(fileURLToPath(module), 'utf8');
    for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)) {
      const own = /^@mcover\/(\w+)(?:\/(\w+))?$/.exec(name);
      if (name.startsWith('.')) visit(new URL(name, module));
      else if (own) visit(new URL(`../../${own[1]}/dist/${own[2] ?? 'index'}.js`, import.meta.url));
      else packages.add(name);
    }
  };
  visit(new URL('../dist/lanes/worker.js', import.meta.url));
  for (const part of ['/blas/dist/', '/models/dist/', '/record/dist/'])
    expect([...visited].some((module) => module.includes(part))).toBe(true);
  // Plugins, which are files, are loaded where a trial names them.
  expect([...visited].filter((module) => module.endsWith('/plugins.js'))).toEqual([]);
  // Packages in plain JavaScript: test/runtimes loads them in a browser.
  expect(
    [...packages]
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .sort(),
  ).toEqual(['@noble/hashes', '@noble/hashes', 'canonicalize', 'fastest-levenshtein', 'munkres']);
});
