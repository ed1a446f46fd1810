import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { disk } from '@mcover/report/disk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasEnded, thisProcess } from '../dist/journal/holder.js';
import { lockFolder } from '../dist/journal/lock.js';
import { temporary } from './support.ts';

const linux = process.platform === 'linux';

/** Plants the lock of some holder. */
function plant(folder: string, holder: object): string {
  const file = path.join(folder, '.lock');
  fs.writeFileSync(file, JSON.stringify(holder));
  return file;
}

/** A process that has ended: its number, as it would be in a lock of it. */
async function endedProcess() {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('close', resolve));
  return { ...thisProcess(), pid: child.pid!, started: '1' };
}

test('a folder has one writer, until it gives the lock back', () => {
  const folder = temporary();
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(
    new RegExp(`is being written by process ${process.pid} on .*--out DIR.* remove .*\\.lock$`),
  );
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
  lockFolder(folder)();
});

test('the lock of a dead process is taken over, and nothing is left of it', async () => {
  const folder = temporary();
  plant(folder, await endedProcess());
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid} `);
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('whoever died while taking over is succeeded too', async () => {
  const folder = temporary();
  const lock = plant(folder, await endedProcess());
  // Takes the dead one's place and dies before its file is in the place of the lock.
  const dying = `
    import { disk } from '@mcover/report/disk';
    const { lockFolder } = await import(process.argv[1]);
    disk.rename = () => process.kill(process.pid, 'SIGKILL');
    lockFolder(process.argv[2]);`;
  const module = fileURLToPath(new URL('../dist/journal/lock.js', import.meta.url));
  const before = fs.readFileSync(lock, 'utf8');
  for (let death = 1; death <= 2; death++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', dying, module, folder]);
    const signal = await new Promise((resolve) => child.on('close', (_, name) => resolve(name)));
    expect(signal).toBe('SIGKILL');
    expect(fs.readFileSync(lock, 'utf8')).toBe(before);
  }
  const release = lockFolder(folder);
  expect(fs.readFileSync(lock, 'utf8')).toContain(`"pid":${process.pid}`);
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('whoever comes too late to take over sees so', async () => {
  const folder = temporary();
  const lock = plant(folder, await endedProcess());
  const { link } = disk;
  let release = () => {};
  // Between seeing that the holder is dead and taking its place, another one does both.
  disk.link = (from, to) => {
    disk.link = link;
    release = lockFolder(folder);
    disk.link(from, to);
  };
  expect(() => lockFolder(folder)).toThrow('is being written by process');
  expect(fs.readdirSync(folder)).toEqual([path.basename(lock)]);
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('of many that come at once one gets the lock of a dead one', { timeout: 60_000 }, async () => {
  const module = fileURLToPath(new URL('../dist/journal/lock.js', import.meta.url));
  const contender = `
    const { lockFolder } = await import(process.argv[1]);
    process.stdin.once('data', () => {
      try { lockFolder(process.argv[2]); process.stdout.write('got it'); } catch (e) { process.stdout.write(e.name); }
    });
    process.stdin.on('end', () => process.exit());
    process.stdout.write('ready');`;
  for (let round = 0; round < 3; round++) {
    const folder = temporary();
    plant(folder, await endedProcess());
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', contender, module, folder]),
    );
    const next = () =>
      Promise.all(children.map((c) => new Promise((r) => c.stdout.once('data', (d) => r(String(d))))));
    await next();
    const said = next();
    for (const child of children) child.stdin.write('now');
    expect((await said).sort()).toEqual([...Array(5).fill('UsageError'), 'got it']);
    for (const child of children) child.stdin.end();
  }
});

test.each([
  ['another machine', { host: 'elsewhere' }],
  ['another machine of the same name', { machine: 'another' }],
])('a lock of %s is respected: nobody here can tell whether its process runs', async (_, other) => {
  const folder = temporary();
  const file = plant(folder, { ...(await endedProcess()), ...other });
  expect(() => lockFolder(folder)).toThrow(`remove ${file}`);
  fs.rmSync(file);
  lockFolder(folder)();
});

describe('a job of Slurm that was put into the queue again', () => {
  afterEach(() => vi.unstubAllEnvs());

  /** What Slurm tells the third start of a task of an array. */
  const told = {
    SLURM_CLUSTER_NAME: 'c',
    SLURM_JOB_ID: '1007',
    SLURM_ARRAY_JOB_ID: '1000',
    SLURM_ARRAY_TASK_ID: '7',
    SLURM_RESTART_COUNT: '2',
  };
  const slurm = { cluster: 'c', job: '1000', task: '7', restart: 2 };

  /** Whether such a job takes over the lock that a process on another node has left. */
  function takesOver(left: object | undefined, env: Record<string, string | undefined> = told): boolean {
    for (const name of Object.keys(told)) vi.stubEnv(name, env[name]);
    const folder = temporary();
    plant(folder, { ...thisProcess({}), host: 'lost', ...(left && { slurm: left }) });
    try {
      lockFolder(folder)();
      return true;
    } catch (error) {
      expect(String(error)).toContain('on lost');
      return false;
    }
  }

  test('takes over what its earlier starts have left, on whatever node', () => {
    expect(takesOver({ ...slurm, restart: 1 })).toBe(true);
    expect(takesOver({ ...slurm, restart: 0 })).toBe(true);
  });

  test('a job that is no array is one as well', () => {
    const { SLURM_ARRAY_JOB_ID: _, SLURM_ARRAY_TASK_ID: __, ...alone } = told;
    expect(takesOver({ ...slurm, job: '1007', task: '', restart: 1 }, alone)).toBe(true);
  });

  test.each<[string, object | undefined]>([
    ['the same start, such as another step of the job', slurm],
    ['a later start', { ...slurm, restart: 3 }],
    ['another task of the array', { ...slurm, task: '8', restart: 1 }],
    ['another job', { ...slurm, job: '999', restart: 1 }],
    ['a job of another cluster', { ...slurm, cluster: 'd', restart: 1 }],
    ['no job at all', undefined],
  ])('respects the lock of %s', (_, left) => {
    expect(takesOver(left)).toBe(false);
  });

  test('a first start takes nothing over, nor does what is no job', () => {
    expect(takesOver({ ...slurm, restart: 0 }, { ...told, SLURM_RESTART_COUNT: undefined })).toBe(false);
    expect(takesOver({ ...slurm, restart: 0 }, {})).toBe(false);
  });

  test('a lock says what job it is of', () => {
    expect(thisProcess(told)).toMatchObject({ slurm });
    expect(thisProcess({})).not.toHaveProperty('slurm');
  });
});

test.each(['', 'null', '{"pid":1}'])('a lock that names nobody is respected: "%s"', (text) => {
  const folder = temporary();
  fs.writeFileSync(path.join(folder, '.lock'), text);
  expect(() => lockFolder(folder)).toThrow('a process that cannot be told');
});

test.runIf(linux)(
  'a number that was given again, or before the machine started anew, is no live process',
  () => {
    const own = thisProcess();
    expect(hasEnded(own)).toBe(false);
    expect(hasEnded({ ...own, started: `${Number(own.started) - 1}` })).toBe(true);
    expect(hasEnded({ ...own, boot: 'before' })).toBe(true);
    expect(hasEnded({ ...own, boot: 'before', machine: 'another' })).toBe(false);
  },
);

test('the time of the lock does not matter: clocks jump', () => {
  const folder = temporary();
  const release = lockFolder(folder);
  for (const time of [0, 4e9]) {
    fs.utimesSync(path.join(folder, '.lock'), time, time);
    expect(() => lockFolder(folder)).toThrow('is being written by process');
  }
  release();
});
