import type { ChildProcess } from 'node:child_process';
import { stream, uniform } from '@mcover/core';
import { expect } from 'vitest';
import { essence, journal, mcover, mine, start, temporary, write } from '../cli/support.ts';
import { process_ } from './machines.ts';
import type { Server } from './servers.ts';

/** Some trials of tens of ms: a run of them is met by several kills. */
const experiment = mine
  .replace('"N": 11', '"N": 101')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.001, "to": 0.001 }')
  .replace('"trials": 2', '"trials": 100');

/** How many there are to be of each. */
export interface Kills {
  workers: number;
  submitters: number;
  servers: number;
}

/**
 * Kills workers, submitters and the server of a queue at random moments, and starts them again, until so many were killed while
 * trials were left; a run that has ended is begun anew. Nothing may be lost, doubled or changed.
 */
export async function survives(server: Server, kills: Kills): Promise<void> {
  const file = write(temporary(), 'mine.json', experiment);
  const smoke = ['--profile', 'smoke'];
  const calm = temporary();
  expect((await mcover(['run', file, ...smoke, '--out', calm])).code).toBe(0);
  const expected = essence(journal(calm, 'mine'));
  const random = stream({ root: 1, trial: 0 }, 'queue kills');
  const left = { ...kills };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  // Three workers; one that is killed is replaced.
  let over = false;
  const workers: ChildProcess[] = [];
  const hire = (place: number) => {
    workers[place] = process_(server.url, `worker-${place}`, 1).on('exit', () => {
      if (!over) hire(place);
    });
  };
  for (let place = 0; place < 3; place++) hire(place);

  let out = temporary();
  const submit = () =>
    start(['submit', file, ...smoke, '--out', out], undefined, { MCOVER_QUEUE: server.url });
  let current = submit();
  let ended = false;
  const follow = () => {
    ended = false;
    void current.ended.then(() => {
      ended = true;
    });
  };
  follow();
  const renew = async () => {
    const { code, stderr } = await current.ended;
    if (code !== null && code !== 0) throw new Error(stderr);
    if (code === 0) {
      expect(essence(journal(out, 'mine'))).toEqual(expected);
      out = temporary();
      await mcover(['queue', 'clear'], undefined, { MCOVER_QUEUE: server.url });
    }
    current = submit();
    follow();
  };
  try {
    while (left.workers + left.submitters + left.servers > 0) {
      await pause(2000 * uniform(random));
      if (ended) await renew();
      // In the shares that are asked for.
      const sum = left.workers + left.submitters + left.servers;
      const drawn = sum * uniform(random);
      if (drawn < left.workers) {
        const victim = workers[Math.floor(3 * uniform(random))];
        if (victim.exitCode === null && victim.kill('SIGKILL')) left.workers--;
      } else if (drawn < left.workers + left.submitters) {
        current.child.kill('SIGKILL');
        left.submitters--;
        await renew();
      } else {
        await server.kill();
        await pause(500);
        await server.start();
        left.servers--;
      }
    }
    const { code, stderr } = await current.ended;
    if (code !== 0) throw new Error(stderr);
    expect(essence(journal(out, 'mine'))).toEqual(expected);
  } finally {
    over = true;
    current.child.kill('SIGKILL');
    for (const worker of workers) worker.kill('SIGKILL');
  }
}
