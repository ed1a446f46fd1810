import { GivenBack } from '@mcover/queue';
import { journalLine, type Provenance, sealRecord, type TrialRecord, type TrialSpec } from '@mcover/record';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announced, queueName } from '../../packages/harness/dist/queue/header.js';
import { auditId } from '../../packages/harness/dist/queue/job.js';
import { clearAll } from '../../packages/harness/dist/queue/survey.js';
import { essence, pendingOf, tiny } from '../../packages/harness/test/support.ts';
import { turned } from '../cli/support.ts';
import { build, open, submit, threads, worker } from './machines.ts';
import { noRedis, type Server, startRedis } from './servers.ts';

/** Whoever can write to the queue: other programs, a worker gone mad, an attacker. */
describe.skipIf(noRedis)('what does not come from this program', () => {
  let redis: Server;
  let store: Awaited<ReturnType<typeof open>>;
  const name = queueName({ build });
  const pending = pendingOf([tiny]);
  const [{ id, spec }] = pending;
  const workers: ReturnType<typeof worker>[] = [];
  const begin = (...args: Parameters<typeof worker>) => {
    const one = worker(...args);
    workers.push(one);
    return one;
  };
  let expected: ReturnType<typeof essence>;

  beforeAll(async () => {
    redis = await startRedis();
    store = await open(redis.url);
    begin(store);
    expected = essence((await submit(store, pending)).records);
    await workers.pop()!.end();
  });
  beforeEach(() => clearAll(store));
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(({ end }) => end()));
  });

  const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

  describe('a job', () => {
    let end: () => Promise<unknown>;
    beforeAll(() => {
      ({ end } = worker(store));
    });
    afterAll(() => end());

    test.each<[string, string, object, RegExp]>([
      ['nothing', id, {}, /no job: .*spec/],
      ['a key of its own', id, { spec, run: 'rm -rf /' }, /unknown key "run"/],
      ['a specification of another id', id, { spec: pending[1].spec }, /its id is not that/],
      ['a path as its id', '../../etc/passwd', { spec }, /its id is not that/],
      ['parameters that no trial has', id, { spec: { ...spec, params: { N: -1 } } }, /no job: \/params/],
      ['a module', id, { spec: { ...spec, uses: ['a'.repeat(64)] } }, /its id is not that/],
      ['megabytes', id, { spec, apartFrom: 'x'.repeat(1e6) }, /too large/],
      ['a thousand levels', id, { spec, apartFrom: deep(1000) }, /no job|too large/],
    ])('with %s is refused by the worker, and by nobody else noticed', async (_, jobId, data, reason) => {
      await store.queue('queues').add([{ id: name, data: { build } }]);
      await store.queue(name).add([{ id: jobId, data }]);
      while ((await store.queue(name).counts()).failed === 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const [job] = await store.queue(name).read([jobId]);
      expect(job.reason).toMatch(reason);
      const { records, failed } = await submit(store, pending);
      expect(failed).toEqual([]);
      expect(essence(records)).toEqual(expected);
    });
  });

  const provenance = { engine: 'wasm', runtime: 'x', commit: 'x', platform: 'x', durationMs: 1, build };
  const sealed = (spec: TrialSpec, changes: Partial<TrialRecord> = {}, more: Partial<Provenance> = {}) =>
    journalLine({ ...sealRecord('', spec, { result: turned }, { ...provenance, ...more }), ...changes });
  const impossible = { ...turned, generalizationError: 0.3 };
  const answers: [string, (spec: TrialSpec) => string, RegExp][] = [
    ['no JSON', () => 'rubbish', /not JSON/],
    ['a number', () => '7', /not a JSON object/],
    [
      'a changed result',
      (spec) => sealed(spec, { result: { ...turned, overlap: 0.5 } }),
      /sum|changed|result/,
    ],
    ['another trial', () => sealed(pending[8].spec), /of another trial/],
    ['another build', (spec) => sealed(spec, {}, { build: 'b'.repeat(64) }), /another build/],
    [
      'a result that cannot be',
      (spec) => journalLine(sealRecord('', spec, { result: impossible }, provenance)),
      /cannot be/,
    ],
    ['megabytes', () => `"${'x'.repeat(3e6)}"`, /no text of a record/],
    ['an id that is a path', (spec) => sealed(spec, { id: '../../../etc/passwd' }), /id/],
  ];

  describe('a record', () => {
    let noteOf: Map<string, string>;

    // A worker that gives each of them once, for a trial each; then an honest one comes.
    beforeAll(async () => {
      await clearAll(store);
      const left = new Map(answers.map(([, answer], i) => [pending[i].id, answer]));
      const liar = store.work(name, { threads: 1, lease: 5, name: 'liar' }, async ({ id, data }) => {
        const answer = left.get(id);
        if (!answer) throw new GivenBack(0.5);
        left.delete(id);
        return answer((data as { spec: TrialSpec }).spec);
      });
      const lane = submit(store, pending);
      while (left.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await liar.close();
      const { end } = worker(store);
      const { records, failed, notes } = await lane;
      await end();
      expect(failed).toEqual([]);
      expect(essence(records)).toEqual(expected);
      noteOf = new Map(notes.map((note) => [/^trial (\w+)/.exec(note)![1], note]));
    });

    test.each(answers)('with %s is refused, and its trial computed again', (what, _, reason) => {
      const { id } = pending[answers.findIndex(([other]) => other === what)];
      const note = noteOf.get(id.slice(0, 12));
      expect(note).toMatch(/RefusedRecord/);
      expect(note).toMatch(reason);
    });
  });

  test('what is no queue of this program is not looked at', async () => {
    await store.queue('queues').add([
      { id: '../etc', data: { build } },
      { id: 'x', data: {} },
      { id: `${build.slice(0, 12)}-exact-..`, data: { build, data: '..' } },
    ]);
    expect([...(await announced(store)).keys()]).toEqual([]);
  });

  describe('an audit', () => {
    const audit = { share: 1, root: 1 };

    test('has each trial computed by two machines, and writes it once', async () => {
      const one = begin(store, { name: 'one' });
      const two = begin(store, { name: 'two' });
      const { records, failed, notes } = await submit(store, pending, { audit });
      expect({ failed, notes }).toEqual({ failed: [], notes: [] });
      expect(essence(records)).toEqual(expected);
      await Promise.all([one.end(), two.end()]);
      expect((await one.done).trials + (await two.done).trials).toBe(18);
      const { waiting, completed, delayed } = await store.queue(name).counts();
      expect({ waiting, completed, delayed }).toEqual({ waiting: 0, completed: 0, delayed: 0 });
    });

    test('finds the machine whose results are others', async () => {
      // The bits of the canary trials, and others in all trials of this size.
      const wrong = `
        const answer = await truth();
        if (assignment.spec.params.N === 11) answer.outcome.result = ${JSON.stringify(turned)};
        return answer;`;
      begin(store, { name: 'honest' });
      begin(store, { name: 'liar', worker: threads(wrong) });
      const { failed, records } = await submit(store, pending, { audit });
      expect(failed.map(({ failure }) => failure.kind)).toEqual(pending.map(() => 'MachinesDiffer'));
      expect(failed[0].failure.message).toMatch(/^(honest and liar|liar and honest): .*overlap/);
      expect(records.filter(({ result }) => result)).toEqual([]);
    });

    test('of one machine alone is given up, and said', async () => {
      begin(store);
      const { records, notes } = await submit(store, pending, { audit, patience: 1 });
      expect(essence(records)).toEqual(expected);
      expect(notes).toEqual(['9 of the audited trials were computed once: no second machine took them']);
    });

    test('of a share takes the same trials each time', async () => {
      begin(store);
      const half = { share: 0.5, root: 1 };
      const counts = new Set<string>();
      for (let time = 0; time < 2; time++)
        counts.add((await submit(store, pending, { audit: half, patience: 1 })).notes.join());
      expect([...counts]).toEqual([expect.stringMatching(/^[1-8] of the audited/)]);
      expect(auditId(id)).toBe(`${id}-audit`);
    });
  });
});
