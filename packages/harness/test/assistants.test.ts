import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtIn } from '@mcover/models';
import { recordProblems } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { runLanes } from '../dist/lanes/lane.js';
import { type ThreadsSetup, threadsLane } from '../dist/lanes/threads.js';
import type { Pending } from '../dist/plan/pending.js';
import { collecting, essence, pendingOf, temporary, tinyMlp } from './support.ts';

/** As long as a trial has to take that others help with. */
const long = (pending: readonly Pending[]) => pending.map((one) => ({ ...one, seconds: 10 }));

async function run(pending: readonly Pending[], setup: Partial<ThreadsSetup>) {
  const { records, sink } = collecting();
  const lane = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60, ...setup });
  await runLanes([lane], pending, sink);
  return { records, failed: sink.failed };
}

/** A module of threads. */
function worker(body: string): URL {
  const file = path.join(temporary(), 'worker.mjs');
  fs.writeFileSync(file, body);
  return pathToFileURL(file);
}

const real = JSON.stringify(new URL('../dist/lanes/worker.js', import.meta.url).href);

/** Threads as they are, but that a trial goes on when all have come who may help with it, and those help as told. */
const patient = (help = `export { help } from ${real};`) =>
  worker(`
    import { parentPort } from 'node:worker_threads';
    export { default } from ${real};
    ${help}
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (told, ...others) => {
      post(told, ...others);
      if (told?.telling?.kind !== 'offer') return;
      const { board, places } = told.telling.work;
      const words = new Int32Array(board);
      while (Atomics.load(words, 32) < places.length) Atomics.wait(words, 34, 0, 2);
    };`);

/** With products that are worth sharing. */
const wide = {
  ...tinyMlp,
  params: { widths: [90, 80, 60, 10], P: 200, B: 100, epochs: 2, M: 3, G: 2, S: 2 },
  trials: 1,
};

describe('the record of a perceptron of layers', () => {
  const methods = Object.keys(builtIn.model('mlp').methods);
  test.each(methods)('by one thread, two and three is equal (%s)', { timeout: 60_000 }, async (method) => {
    const [one] = long(pendingOf([{ ...wide, methods: [{ method }] }], wasmEngine));
    const { records: alone } = await run([one], { workers: 1 });
    for (const workers of [2, 3]) {
      const { records } = await run([one], { workers, worker: patient() });
      expect(records).toHaveLength(1);
      expect(recordProblems(records[0], builtIn)).toEqual([]);
      expect(essence(records)).toEqual(essence(alone));
      expect(records[0].provenance.threads).toBe(workers);
    }
    expect(alone[0].provenance).not.toHaveProperty('threads');
  });

  test('is made by one thread where it is short', async () => {
    const [{ provenance }] = (await run(pendingOf([{ ...tinyMlp, trials: 1 }], wasmEngine), { workers: 2 }))
      .records;
    expect(provenance).not.toHaveProperty('threads');
  });

  test('is made without help where a thread that helped dies', { timeout: 60_000 }, async () => {
    const marks = temporary();
    const params = { ...wide.params, epochs: 20 };
    const [one] = long(pendingOf([{ ...wide, params, methods: [{ method: 'mcover' }] }], wasmEngine));
    // It comes, takes a part of a call, and ends.
    const dying = patient(`
      import { writeFileSync } from 'node:fs';
      export const help = ({ board }) => {
        writeFileSync(${JSON.stringify(marks)} + '/' + process.hrtime.bigint(), '');
        const words = new Int32Array(board);
        Atomics.add(words, 32, 1);
        for (;;) {
          const turn = Atomics.load(words, 0);
          const isLeft = (turn & 1023) < ((turn >> 10) & 1023);
          if (isLeft && Atomics.compareExchange(words, 0, turn, turn + 1) === turn) process.exit(7);
        }
      };`);
    const { records, failed } = await run([one], { workers: 2, worker: dying });
    expect(fs.readdirSync(marks)).toHaveLength(1);
    expect(failed).toEqual([]);
    expect(essence(records)).toEqual(essence((await run([one], { workers: 1 })).records));
    expect(records[0].provenance).not.toHaveProperty('threads');
  });
});

/**
 * Threads whose trials offer themselves, and end when as many helpers have come as there are threads without a trial
 * then; helpers mark how many trials had ended.
 */
function offering(marks: string, { trials, workers }: { trials: number; workers: number }): URL {
  return worker(`
    import { readdirSync, writeFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { parentPort } from 'node:worker_threads';
    const marks = ${JSON.stringify(marks)};
    const marksOf = (kind) => readdirSync(marks).filter((name) => name.startsWith(kind)).length;
    export default async ([{ spec, engine, called, helpers }]) => {
      const work = { board: new SharedArrayBuffer(192), places: Array(helpers).fill({}) };
      parentPort.postMessage({ called, telling: { kind: 'offer', work } });
      while (marksOf('helped') < ${workers - trials} + spec.seed.trial) await setTimeout(5);
      writeFileSync(marks + '/ended ' + called, '');
      return [{ outcome: { result: { testError: 0, trainError: 0, epochs: 2 } }, engine, durationMs: 1 }];
    };
    export const help = ({ board }) => {
      writeFileSync(marks + '/helped ' + marksOf('ended') + ' ' + process.hrtime.bigint(), '');
      Atomics.wait(new Int32Array(board), 0, 0);
    };`);
}

describe('threads without a trial', () => {
  const trialsOf = (trials: number) =>
    long(pendingOf([{ ...tinyMlp, methods: [{ method: 'sgd' }], trials }], wasmEngine));
  const helped = (marks: string) =>
    fs
      .readdirSync(marks)
      .filter((name) => name.startsWith('helped'))
      .map((name) => name.split(' ')[1])
      .sort();

  test.each([
    // How many trials have ended when a thread begins to help: one trial from the beginning, and what is left of several.
    [{ trials: 1, workers: 3 }, ['0', '0']],
    [{ trials: 2, workers: 2 }, ['1']],
    [{ trials: 4, workers: 3 }, ['2', '3']],
    [{ trials: 3, workers: 1 }, []],
  ])('help only where trials are fewer than threads: %o', async ({ trials, workers }, ended) => {
    const marks = temporary();
    const { records, failed } = await run(trialsOf(trials), {
      workers,
      worker: offering(marks, { trials, workers }),
    });
    expect(failed).toEqual([]);
    expect(records).toHaveLength(trials);
    expect(helped(marks)).toEqual(ended);
  });
});
