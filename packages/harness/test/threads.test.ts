import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { builtIn } from '@mcover/models';
import { recordProblems, specId } from '@mcover/record';
import { expect, test } from 'vitest';
import { runLanes, type Watcher } from '../dist/lanes/lane.js';
import { type ThreadsSetup, threadsLane } from '../dist/lanes/threads.js';
import type { Pending } from '../dist/plan/pending.js';
import { collecting, essence, pendingOf, temporary, tiny } from './support.ts';

const tinyTrials = () => pendingOf([tiny]);

type Setup = Partial<ThreadsSetup & Pick<Watcher, 'signal' | 'write'> & { pending: readonly Pending[] }>;

async function run({ pending = tinyTrials(), signal, write, ...setup }: Setup = {}) {
  const { records, advanced, sink } = collecting({ ...(signal && { signal }), ...(write && { write }) });
  const lane = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60, ...setup });
  const left = await runLanes([lane], pending, sink);
  return { records, advanced, left, failed: sink.failed };
}

/** A module of threads that does something else than trials. */
function worker(body: string): URL {
  const file = path.join(temporary(), 'worker.mjs');
  fs.writeFileSync(
    file,
    `const one = async ({ spec, engine }) => {\n${body}\n};
    export default async (batch) => {
      const answers = [];
      for (const assignment of batch) answers.push(await one(assignment));
      return answers;
    };`,
  );
  return pathToFileURL(file);
}

test('one thread and three give equal records, all of them valid', async () => {
  const one = await run({ workers: 1 });
  const three = await run({ workers: 3 });
  expect(one.records).toHaveLength(9);
  expect(essence(three.records)).toEqual(essence(one.records));
  for (const record of [...one.records, ...three.records])
    expect(recordProblems(record, builtIn)).toEqual([]);
  expect(one.advanced).toEqual(one.records.map(({ id }) => id));
});

test('the longest trials come first', async () => {
  const { records } = await run({ pending: tinyTrials().reverse() });
  const methods = records.map(({ spec }) => spec.method);
  expect(methods).toEqual(['mcover', 'rsa', 'vanilla'].flatMap((method) => [method, method, method]));
});

test('a record is written for every experiment that asks for the trial', async () => {
  const [one] = tinyTrials();
  const { records } = await run({ pending: [{ ...one, experiments: ['tiny', 'other'] }] });
  expect(records.map(({ experiment }) => experiment)).toEqual(['tiny', 'other']);
  expect(records[0].result).toEqual(records[1].result);
});

test('a trial that throws is recorded as failed, and the others go on', async () => {
  const all = tinyTrials();
  const broken = structuredClone(all.find(({ spec }) => spec.method === 'mcover')!);
  // Fits the schema, but no weight has so many sources.
  broken.spec.params.S = 12;
  const others = all.filter(({ id }) => id !== broken.id);
  broken.id = specId(broken.spec);
  const { records, failed } = await run({ pending: [broken, ...others] });
  expect(failed).toEqual([
    { pending: broken, failure: { kind: 'InputError', message: expect.stringMatching(/^S: 12 /) } },
  ]);
  const failures = records.filter((record) => record.failure);
  expect(failures).toHaveLength(1);
  expect(recordProblems(failures[0], builtIn)).toEqual([]);
  expect(records.filter((record) => record.result)).toHaveLength(8);
});

const good = '{ result: { generalizationError: 0, overlap: 1, trainError: 0, solved: true } }';

/** Threads whose trials of one method end as `body` says; `first` tells the first attempt of a trial from others. */
function failing(body: string): URL {
  const marks = temporary();
  return worker(`
    const mark = ${JSON.stringify(marks)} + '/' + spec.seed.trial;
    const { existsSync, writeFileSync } = await import('node:fs');
    const first = spec.method === 'rsa' && !existsSync(mark);
    if (first) writeFileSync(mark, '');
    ${body}
    return { outcome: ${good}, engine, durationMs: 1 };`);
}

const endings = {
  throws: "throw new Error('boom');",
  exits: 'process.exit(7);',
  hangs: 'for (;;);',
  'runs out of memory': 'const all = []; for (;;) all.push(new Array(1e5).fill(0.5));',
};

test.each([
  ['throws', { kind: 'ThreadError', message: 'boom' }],
  ['exits', { kind: 'ThreadError', message: expect.stringContaining('7') }],
  ['hangs', { kind: 'TimeLimit', message: 'no result within 2 s; --time-limit SECONDS gives it longer' }],
] as const)('a trial that %s twice is a failed one, and the others go on', async (ending, failure) => {
  const { records, failed } = await run({
    worker: failing(`if (spec.method === 'rsa' && spec.seed.trial === 1) { ${endings[ending]} }`),
    workers: 2,
    timeLimit: () => 2,
  });
  expect(failed).toEqual([{ pending: expect.objectContaining({ experiment: 'tiny' }), failure }]);
  expect(failed[0].pending.spec).toMatchObject({ method: 'rsa', seed: { trial: 1 } });
  expect(records).toHaveLength(9);
  expect(records.filter((record) => record.failure)).toHaveLength(1);
  for (const record of records) expect(recordProblems(record, builtIn)).toEqual([]);
});

test.each(['throws', 'exits', 'hangs'] as const)(
  'a trial that %s once is run again, after all others',
  async (ending) => {
    const { records, advanced, failed } = await run({
      worker: failing(`if (first && spec.seed.trial === 1) { ${endings[ending]} }`),
      timeLimit: () => 2,
    });
    expect(failed).toEqual([]);
    expect(records).toHaveLength(9);
    // Otherwise the vanilla trials, the shortest, would come after it.
    expect(records[8].spec).toMatchObject({ method: 'rsa', seed: { trial: 1 } });
    expect(advanced).toEqual(records.map(({ id }) => id));
  },
);

test.each(['throws', 'exits', 'hangs'] as const)(
  'of small trials that run together, one that %s is found',
  async (ending) => {
    const { records, failed } = await run({
      pending: pendingOf([{ ...tiny, trials: 30 }]),
      worker: failing(`if (spec.method === 'rsa' && spec.seed.trial === 17) { ${endings[ending]} }`),
      workers: 1,
      timeLimit: () => 1,
    });
    expect(failed.map(({ pending: { spec } }) => spec)).toMatchObject([
      { method: 'rsa', seed: { trial: 17 } },
    ]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(90);
    expect(records).toHaveLength(90);
  },
);

test('a trial that runs out of memory is a failed one', { timeout: 60_000 }, async () => {
  const [one, other] = tinyTrials();
  // Of threads that start from now on: 64 MB are soon full.
  setFlagsFromString('--max-old-space-size=64');
  const { failed, records } = await run({
    pending: [one, other],
    worker: failing(`if (spec.method === '${one.spec.method}') { ${endings['runs out of memory']} }`),
  });
  expect(failed.map(({ failure }) => failure.kind)).toEqual(['OutOfMemory']);
  expect(records).toHaveLength(2);
});

test('an interruption ends the threads and writes nothing more', async () => {
  const controller = new AbortController();
  const endless = worker('for (;;);');
  setTimeout(() => controller.abort(), 300);
  const start = performance.now();
  const { records, failed } = await run({ worker: endless, workers: 2, signal: controller.signal });
  expect({ records, failed }).toEqual({ records: [], failed: [] });
  expect(performance.now() - start).toBeLessThan(5000);
});

// A thread of Node 20 that is ended while it requires its module takes the process with it, so that this is another process.
test('threads that are ended while they load their modules end alone', { timeout: 60_000 }, async () => {
  const script = path.join(temporary(), 'script.mjs');
  fs.writeFileSync(
    script,
    `import { openPool } from ${JSON.stringify(new URL('../dist/lanes/pool.js', import.meta.url).href)};
    for (let delay = 30; delay < 300; delay += 4) {
      const pool = await openPool(2, () => {});
      pool.broken.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, delay));
      await pool.close();
    }
    console.log('all ended');`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('all ended\n');
});

test('when a record cannot be written, the run ends with that error', async () => {
  const write = () => {
    throw new Error('disk full');
  };
  await expect(run({ write, workers: 2 })).rejects.toThrow('disk full');
});

test('a thread that cannot start ends the run with its error', async () => {
  const missing = new URL('missing.mjs', pathToFileURL(`${temporary()}/`));
  await expect(run({ worker: missing })).rejects.toThrow('missing.mjs');
});
