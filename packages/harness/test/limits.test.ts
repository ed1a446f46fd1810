import fs from 'node:fs';
import { plan, run, UsageError } from '@mcover/harness';
import { expect, test } from 'vitest';
import { wallSeconds } from '../dist/plan/estimate.js';
import { planTrials } from '../dist/plan/pending.js';
import { temporary, tiny, trials, writeExperiment } from './support.ts';

/** What is too much is refused by its number, before it is made; what is allowed goes through. */

const experiment = (content: unknown) => {
  const out = temporary();
  return { out, files: [writeExperiment(out, 'e.json', content)], profile: 'smoke' };
};

test('150,000 trials are planned, each with an identity of its own', () => {
  const wanted = trials({ ...tiny, methods: [{ method: 'vanilla' }] }, { trials: 150_000 });
  const { pending } = planTrials(new Map([['tiny', wanted]]), new Map());
  expect(new Set(pending.map(({ id }) => id)).size).toBe(150_000);
  expect(wallSeconds(pending, 2, () => 1)).toBe(75_000);
});

test('more than a million trials are refused by plan and run, which writes nothing', async () => {
  const asked = { ...experiment(tiny), trials: 333_334 };
  const refusal = '--trials: 333334 trials of 3 cells are more than 1000000; take fewer';
  await expect(plan(asked)).rejects.toThrow(new UsageError(refusal));
  await expect(run(asked)).rejects.toThrow(new UsageError(refusal));
  expect(fs.readdirSync(asked.out)).toEqual(['e.json']);
});

test('a run of 150,000 trials begins', async () => {
  const asked = { ...experiment({ ...tiny, methods: [{ method: 'vanilla' }] }), trials: 150_000 };
  const interruption = new AbortController();
  let pending = 0;
  const { stopped } = await run(asked, {
    signal: interruption.signal,
    onStart({ plan }) {
      pending = plan.pending.length;
      interruption.abort();
    },
  });
  expect({ stopped, pending }).toEqual({ stopped: true, pending: 150_000 });
});

test('sweeps are multiplied before they are expanded', async () => {
  const values = (step: number) => Array.from({ length: 300 }, (_, i) => 1 + step * i);
  const sweep = { N: values(2), alpha: values(0.1), sweeps: values(1) };
  const asked = experiment({ ...tiny, methods: [{ method: 'vanilla' }], sweep });
  await expect(plan(asked)).rejects.toThrow(
    /e\.json:\d+:\d+: \/sweep: 27000000 cells are more than 100000; sweep fewer values, or make several/,
  );
});

test.each([3000, 100_000])(
  'an experiment nested %i levels deep is refused where it becomes too deep',
  async (levels) => {
    const text = JSON.stringify({ ...tiny, note: 0 });
    const asked = experiment(text.replace('"note":0', `"note":${'['.repeat(levels)}${']'.repeat(levels)}`));
    const column = text.indexOf('"note":0') + '"note":'.length + 100;
    await expect(plan(asked)).rejects.toThrow(`e.json:1:${column}: nested deeper than 100 levels`);
  },
);

test('of many faults twenty are told, and how many more there are', async () => {
  const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 0]));
  const error = await plan(experiment({ ...tiny, ...keys })).catch((error: unknown) => error);
  const lines = (error as Error).message.split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[20]).toBe('… and 4980 more faults');
});
