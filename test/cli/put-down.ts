import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { alone, essence, journal, start, temporary, write } from './support.ts';

/** What lies among the checkpoints of a run, by the time at which it was written. */
export function checkpointsIn(out: string): Map<string, number> {
  const folder = path.join(out, 'results', 'smoke', 'checkpoints');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const times = names.map((name) => {
    const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
    return [name, stat?.mtimeMs ?? 0] as const;
  });
  return new Map(times);
}

/** Kills a run as soon as a checkpoint is there that was not there before. Gives the id of its trial. */
export async function killedAfterCheckpoint(args: readonly string[], out: string): Promise<string> {
  const before = checkpointsIn(out);
  const { child, ended } = start([...args, '--out', out]);
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error('the run ended before it could be killed');
      const fresh = [...checkpointsIn(out)].find(
        ([name, time]) => /^[0-9a-f]{64}$/.test(name) && time !== before.get(name),
      );
      if (fresh) return fresh[0];
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const kernel = { kind: 'uniform' };
const manifold = { name: 'hidden-manifold', D: 20, test: 100 };
const schedule = { from: 0.4, to: 0.01, step: 0.001 };

/** A model, the parameters of a trial of some tenths of a second, how to make it longer, and its data. */
const models = {
  perceptron: [{ N: 301, alpha: 1.5, S: 10, schedule }, 'sweeps', 2, { name: 'teacher-student' }],
  committee: [{ N: 200, K: 9, P: 500, S: 10 }, 'epochs', 120, manifold],
  mlp: [{ widths: [100, 64, 10], P: 1000, S: 3 }, 'epochs', 30, manifold],
} as const;

export type PutDown = keyof typeof models;

/** An experiment of two trials of a model, so many times as long as the shortest. */
export function longTrials(model: PutDown, times = 1): string {
  const [params, key, amount, data] = models[model];
  const experiment = {
    ...{ id: 'long', model, data },
    params: { ...params, M: 3, kernel, [key]: amount * times },
    methods: [{ method: 'mcover' }],
    trials: 2,
    profiles: { smoke: {} },
  };
  return write(temporary(), 'long.json', JSON.stringify(experiment));
}

/**
 * Kills a run of long trials so many times, each time after a further checkpoint. Records and traces must be those of
 * a run that nobody disturbed and that was never put down.
 */
export async function survivesPutDown(
  model: PutDown,
  engine: string,
  kills: number,
  times = 1,
): Promise<void> {
  const args = ['run', longTrials(model, times), '--profile', 'smoke', '--engine', engine, '--trace'];
  const calm = temporary();
  expect((await alone([...args, '--checkpoint', '0', '--out', calm])).code).toBe(0);
  expect([...checkpointsIn(calm).keys()]).toEqual([]);
  const rough = temporary();
  const often = [...args, '--checkpoint', '0.02'];
  for (let kill = 0; kill < kills; kill++) await killedAfterCheckpoint(often, rough);
  const { code, stderr } = await alone([...often, '--out', rough]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('set aside')]);
  expect(essence(journal(rough, 'long'))).toEqual(essence(journal(calm, 'long')));
  expect([...checkpointsIn(rough).keys()]).toEqual([]);
}
