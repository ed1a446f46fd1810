import fs from 'node:fs';
import path from 'node:path';
import { type JobRequest, plan, type RunOptions, run, UsageError, verify } from '@mcover/harness';
import { builtIn } from '@mcover/models';
import { recordProblems } from '@mcover/record';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { essence, temporary, tiny, tinyCommittee, writeExperiment } from './support.ts';

/** `plan`, `run` and `verify` as another program calls them: they print nothing, whatever happens. */

const printed: string[] = [];

beforeEach(() => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed.splice(0)).toEqual([]);
});

/** Asks for the trials of an experiment, into a folder of its own. */
function request(content: object = tiny, more: Partial<JobRequest> = {}): JobRequest & { out: string } {
  const out = temporary();
  const files = [writeExperiment(out, 'e.json', content)];
  return { files, profile: 'smoke', workers: 2, out, ...more };
}

const slow = { ...tiny, params: { ...tiny.params, N: 201, schedule: { step: 0.0005, to: 0.01 } } };

test('a plan tells what would run, and writes nothing', async () => {
  const asked = request();
  const { job, plan: planned } = await plan(asked);
  expect(planned.experiments).toMatchObject([{ experiment: 'tiny', trials: 9, there: 0, toRun: 9 }]);
  expect(planned.pending.map(({ id }) => id)).toHaveLength(9);
  expect(job).toMatchObject({
    profile: 'smoke',
    engine: 'wasm',
    folder: path.join(asked.out, 'results/smoke'),
  });
  expect(fs.readdirSync(asked.out)).toEqual(['e.json']);
});

test('a module that is changed between two plans of one process is read anew', async () => {
  const asked = request();
  for (const kind of ['first', 'second']) {
    const source = `export const kernel = { kind: '${kind}', rows: () => [[1, 1], [1, 1]] };`;
    fs.writeFileSync(path.join(asked.out, 'kernel.mjs'), source);
    const params = { ...tiny.params, kernel: { kind } };
    writeExperiment(asked.out, 'e.json', {
      ...tiny,
      uses: './kernel.mjs',
      params,
      methods: [{ method: 'mcover' }],
    });
    const { plan: planned } = await plan(asked);
    expect(planned.pending[0].spec.params.kernel).toEqual({ kind });
  }
});

describe('a run', () => {
  test('gives all its records, and counts them as they come', async () => {
    const asked = request();
    const [planned, done]: string[][] = [[], []];
    const options: RunOptions = {
      onStart: ({ plan }) => planned.push(...plan.pending.map(({ id }) => id)),
      onProgress: ({ id }) => done.push(id),
      onNote: expect.fail,
    };
    const { records, failed, stopped, folder, experiments } = await run(asked, options);
    expect({ failed, stopped }).toEqual({ failed: [], stopped: false });
    expect(experiments).toMatchObject([{ experiment: 'tiny', trials: 9, toRun: 9 }]);
    expect(records).toHaveLength(9);
    for (const record of records) expect(recordProblems(record, builtIn)).toEqual([]);
    expect(planned).toHaveLength(9);
    expect([...done].sort()).toEqual([...planned].sort());
    expect(records.map(({ id }) => id).sort()).toEqual([...planned].sort());
    expect(fs.readdirSync(folder).sort()).toEqual(['tiny.json', 'tiny.ndjson', 'turbo-key']);
  });

  test('of the same gives the same, into any folder and by any number of threads', async () => {
    const [one, two] = [await run(request(tiny, { workers: 1 })), await run(request(tiny, { workers: 2 }))];
    expect(one.folder).not.toBe(two.folder);
    expect(essence(two.records)).toEqual(essence(one.records));
  });

  test('once more runs nothing, and gives the records that are there', async () => {
    const asked = request();
    const first = await run(asked);
    const second = await run(asked, { onProgress: () => expect.fail() });
    expect(second.records).toEqual(first.records);
    expect(second.experiments).toMatchObject([{ there: 9, toRun: 0 }]);
    // Others in the folder were not asked for.
    const few = await run({ ...asked, trials: 1 });
    expect(few.records).toHaveLength(3);
  });

  test('that is aborted keeps what is finished, and goes on from there', async () => {
    const asked = request({ ...slow, trials: 8 });
    const controller = new AbortController();
    let done = 0;
    const stopped = await run(asked, {
      signal: controller.signal,
      onProgress: () => {
        if (++done === 3) controller.abort();
      },
    });
    expect(stopped).toMatchObject({ stopped: true, failed: [] });
    // Records come to the disk in groups, of which the third may be in the middle.
    const there = stopped.records.length;
    expect(there).toBeGreaterThanOrEqual(3);
    expect(there).toBeLessThan(24);
    expect((await plan(asked)).plan.experiments).toMatchObject([{ there, toRun: 24 - there }]);
    const whole = await run(asked);
    expect(whole.stopped).toBe(false);
    expect(whole.records.slice(0, there)).toEqual(stopped.records);
    expect(essence(whole.records)).toEqual(essence((await run(request({ ...slow, trials: 8 }))).records));
  });

  test('that was aborted before it began runs nothing', async () => {
    const { records, stopped } = await run(request(), {
      signal: AbortSignal.abort(),
      onProgress: () => expect.fail(),
    });
    expect({ records, stopped }).toEqual({ records: [], stopped: true });
  });

  test('says what a user should know to whom it is told, and to nobody else', async () => {
    const content = { ...tinyCommittee, data: { name: 'fashion-mnist' }, params: { P: 5, K: 3, epochs: 1 } };
    const asked = request({ ...content, methods: [{ method: 'sgd' }], trials: 1 });
    vi.stubEnv('MCOVER_DATA_DIR', temporary());
    const notes: string[] = [];
    await run(asked, { onNote: (text) => notes.push(text) });
    expect(notes).toEqual([expect.stringMatching(/^SYNTHETIC DATA: the data set fashion-mnist is not in /)]);
    await run({ ...asked, seed: 2 });
    vi.unstubAllEnvs();
  });

  test('of what is not sound is refused before anything is written', async () => {
    const asked = request({ ...tiny, params: { ...tiny.params, N: 0 } });
    await expect(run(asked)).rejects.toThrow(UsageError);
    await expect(plan(asked)).rejects.toThrow(/e\.json:8:5: \/params\/N: 0 must be >= 1$/);
    expect(fs.readdirSync(asked.out)).toEqual(['e.json']);
  });
});

describe('verify', () => {
  test('finds nothing wrong with what was run, nor by running it again', async () => {
    const { folder } = await run(request());
    const pending: string[] = [];
    let done = 0;
    const found = await verify(folder, {
      rerun: 5,
      workers: 2,
      onStart: (trials) => pending.push(...trials.map(({ id }) => id)),
      onProgress: () => done++,
    });
    expect(found).toEqual({
      verdicts: [{ file: path.join(folder, 'tiny.ndjson'), records: 9, faults: [] }],
      weights: [],
      rerun: { trials: 5, differ: 0, of: 9, misses: { one: 4 / 9, hundredth: 4 / 9 } },
      stopped: false,
    });
    expect([new Set(pending).size, done]).toEqual([5, 5]);
  });

  test('names a line that was changed, and the trial that is missing for it', async () => {
    const { folder } = await run(request());
    const journal = path.join(folder, 'tiny.ndjson');
    fs.writeFileSync(journal, fs.readFileSync(journal, 'utf8').replace('"overlap":', '"overlap":-'));
    const { verdicts } = await verify(folder);
    expect(verdicts).toMatchObject([{ records: 8 }]);
    expect(verdicts[0].faults).toEqual([
      expect.stringMatching(/tiny\.ndjson:1: /),
      expect.stringMatching(/: 1 of 3 trials of .* missing$/),
    ]);
  });

  test('that is aborted says so', async () => {
    const { folder } = await run(request());
    const found = await verify(folder, {
      rerun: 9,
      signal: AbortSignal.abort(),
      onProgress: () => expect.fail(),
    });
    expect(found.stopped).toBe(true);
  });

  test('of a folder without journals is refused', async () => {
    await expect(verify(temporary())).rejects.toThrow(/^no journal \(\*\.ndjson\) in /);
  });
});

test.each<[string, object, RegExp]>([
  ['a misspelt key', { profle: 'smoke' }, /^a request has no key "profle"; it has: .*profile/],
  ['what belongs elsewhere', { onProgress() {} }, /^a request has no key "onProgress"/],
  ['no trial', { trials: 0 }, /^trials: 0 is no whole number from 1$/],
  ['half a trial', { trials: 1.5 }, /^trials: 1.5 is no whole number from 1$/],
  ['no thread', { workers: 0 }, /^workers: 0 is no whole number from 1$/],
  ['a seed of a text', { seed: 'a' }, /^seed: "a" is no whole number from 0$/],
  ['one file without a list', { files: 'e.json' }, /^files: "e.json" is no list$/],
])('a request with %s is refused by its name', async (_, more, message) => {
  const asked = { ...request(), ...more };
  for (const act of [plan, run]) {
    await expect(act(asked)).rejects.toThrow(UsageError);
    await expect(act(asked)).rejects.toThrow(message);
  }
});
