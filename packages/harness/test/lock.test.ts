import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
    import fs from 'node:fs';
    const { lockFolder } = await import(process.argv[1]);
    fs.renameSync = () => process.kill(process.pid, 'SIGKILL');
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
  const { linkSync } = fs;
  let release = () => {};
  // Between seeing that the holder is dead and taking its place, another one does both.
  fs.linkSync = (from, to) => {
    fs.linkSync = linkSync;
    release = lockFolder(folder);
    fs.linkSync(from, to);
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
