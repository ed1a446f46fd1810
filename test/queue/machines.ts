import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openStore, type Store } from '@mcover/queue';
import type { TrialRecord } from '@mcover/record';
import { afterAll } from 'vitest';
import { runLanes, sinkOf } from '../../packages/harness/dist/lanes/lane.js';
import { threadsLane } from '../../packages/harness/dist/lanes/threads.js';
import type { Pending } from '../../packages/harness/dist/plan/pending.js';
import { buildDigest } from '../../packages/harness/dist/program.js';
import { type QueueSetup, queueLane } from '../../packages/harness/dist/queue/lane.js';
import { type ServeSetup, serve } from '../../packages/harness/dist/queue/serve.js';
import { collecting } from '../../packages/harness/test/support.ts';
import { temporary } from '../cli/support.ts';

/** Workers and submitters on one server, in this process and in others. */

export const build = buildDigest();

const stores: Store[] = [];
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const store of stores) store.close();
});

export async function open(url: string): Promise<Store> {
  const store = await openStore(url);
  stores.push(store);
  return store;
}

/** A worker in this process, until `end`. */
export function worker(store: Store, setup: Partial<ServeSetup> = {}) {
  const ending = new AbortController();
  const notes: string[] = [];
  const done = serve({
    ...{ store, workers: 1, name: 'here', lease: 5, once: false, signal: ending.signal },
    note: (text) => notes.push(text),
    ...setup,
  });
  const end = () => {
    ending.abort();
    return done;
  };
  return { notes, done, end };
}

/** Has trials computed by whoever works for the server. */
export async function submit(
  store: Store,
  pending: readonly Pending[],
  { signal = new AbortController().signal, ...setup }: Partial<QueueSetup> & { signal?: AbortSignal } = {},
) {
  const records: TrialRecord[] = [];
  const notes: string[] = [];
  const moved: number[] = [];
  const sink = sinkOf({
    ...{ environment: { runtime: 'x', commit: 'x', platform: 'x' }, signal },
    write: (record) => records.push(record),
    advance: () => {},
    moved: (_, share) => moved.push(share),
    note: (text) => notes.push(text),
  });
  const wanted = new Set(pending.map(({ id }) => id));
  await queueLane({ store, build, wanted, ...setup }).run(pending, sink);
  return { records, notes, moved, failed: sink.failed };
}

/** What threads of this machine make of the same trials. */
export async function local(pending: readonly Pending[]) {
  const { records, sink } = collecting();
  await runLanes([threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60 })], pending, sink);
  return records;
}

const script = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** A worker in a process of its own. */
export function process_(url: string, name: string, lease = 1, module = ''): ChildProcess {
  const child = spawn(process.execPath, [script, url, name, String(lease), module], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MCOVER_OFFLINE: '1' },
  });
  children.add(child);
  return child;
}

/** A worker that is started again when it dies, until what this gives is called. */
export function service(url: string, module: string): () => void {
  let ended = false;
  const start = (): ChildProcess =>
    process_(url, 'phoenix', 0.5, module).on('exit', () => {
      if (!ended) child = start();
    });
  let child = start();
  return () => {
    ended = true;
    child.kill('SIGKILL');
  };
}

/** A module of threads, by the body of a function that is given an assignment and the true answer. */
export function threads(body: string): URL {
  const file = path.join(temporary(), 'threads.mjs');
  const real = new URL('../../packages/harness/dist/lanes/worker.js', import.meta.url).href;
  fs.writeFileSync(
    file,
    `import run from '${real}';
    const one = async (assignment, truth) => {\n${body}\n};
    export default async (batch) => {
      const answers = [];
      for (const assignment of batch) answers.push(await one(assignment, async () => (await run([assignment]))[0]));
      return answers;
    };`,
  );
  return pathToFileURL(file);
}
