import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { temporary } from '../cli/support.ts';

/** Servers of the tests' own: on free ports, in folders of their own, ended with the test file. */

function onPath(name: string): string | undefined {
  const files = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return files.find((file) => fs.existsSync(file));
}

/** Why a test of a queue is skipped here; nothing where it runs. */
export const noRedis = onPath('redis-server')
  ? undefined
  : 'no redis-server here (apt-get install redis-server)';

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

function freePort(): Promise<number> {
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
  const kill = () =>
    new Promise<void>((resolve) => {
      children.delete(child);
      child.on('exit', () => resolve());
      child.kill('SIGKILL');
    });
  await start();
  return { url: `redis://127.0.0.1:${port}`, port, kill, start };
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
