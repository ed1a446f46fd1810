import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { temporary } from '../cli/support.ts';

/** Servers of the tests' own: on free ports, in folders of their own, ended with the test file. */

export function onPath(name: string, ...more: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...more];
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** Why a test of a queue is skipped here; nothing where it runs. */
export const noRedis = onPath('redis-server')
  ? undefined
  : 'no redis-server here (apt-get install redis-server)';

/** Debian's places, of which the latest version counts. */
const versions = () => {
  const folder = '/usr/lib/postgresql';
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  return names.map((name) => path.join(folder, name, 'bin'));
};
const postgres = onPath('postgres', ...versions());
export const noPostgres = postgres ? undefined : 'no postgres here (apt-get install postgresql)';

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export interface Server {
  url: string;
  port: number;
  /** As a crash ends it. */
  kill(): Promise<void>;
  /** Starts it again, with what is on its disk. */
  start(): Promise<void>;
}

/** A Redis that writes each command to its disk. */
export async function startRedis(...settings: string[]): Promise<Server> {
  const port = await freePort();
  const dir = temporary();
  let child: ChildProcess;
  const start = async () => {
    const log = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    child = spawn('redis-server', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      ...log,
      ...settings,
    ]);
    children.add(child);
    await answering(port);
  };
  const kill = () => killed(child);
  await start();
  return { url: `redis://127.0.0.1:${port}`, port, kill, start };
}

/** A PostgreSQL, which root may not start: then the user postgres does. */
export async function startPostgres(): Promise<Server> {
  const port = await freePort();
  const dir = temporary();
  const bin = path.dirname(fs.realpathSync(postgres!));
  const isRoot = process.getuid?.() === 0;
  const id = (of: string) => Number(execFileSync('id', [of, 'postgres']));
  const owner = isRoot ? { uid: id('-u'), gid: id('-g') } : {};
  if (owner.uid !== undefined) fs.chownSync(dir, owner.uid, owner.gid!);
  const setup = ['-D', dir, '-U', 'me', '--auth', 'trust', '--no-sync'];
  execFileSync(path.join(bin, 'initdb'), setup, { ...owner, cwd: dir, stdio: 'ignore' });
  let child: ChildProcess;
  const start = async () => {
    const args = ['-D', dir, '-p', String(port), '-h', '127.0.0.1', '-k', dir];
    child = spawn(path.join(bin, 'postgres'), args, { ...owner, cwd: dir, stdio: 'ignore' });
    children.add(child);
    await answering(port);
  };
  const kill = () => killed(child);
  await start();
  return { url: `postgres://me@127.0.0.1:${port}/postgres`, port, kill, start };
}

function killed(child: ChildProcess): Promise<void> {
  children.delete(child);
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function answering(port: number): Promise<void> {
  for (;;) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('connect', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
