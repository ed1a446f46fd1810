import type { Queue, Standing, Store } from '@mcover/queue';
import { announced, forget, type Header } from './header.ts';

/** How one queue stands. */
export interface Survey extends Header {
  queue: string;
  waiting: number;
  running: { trial: string; on: string | undefined; seconds: number }[];
  /** What came back and is not collected yet. */
  completed: number;
  failed: { trial: string; on: string | undefined; reason: string }[];
  workers: string[];
}

/** Looks at all queues of a server. Changes nothing. */
export async function survey(store: Store): Promise<Survey[]> {
  const surveys: Survey[] = [];
  for (const [name, header] of await announced(store))
    surveys.push(await surveyOf(name, header, store.queue(name)));
  return surveys;
}

async function surveyOf(name: string, header: Header, queue: Queue): Promise<Survey> {
  const { waiting, delayed, completed } = await queue.counts();
  const of = async (state: 'active' | 'failed') => queue.read(await queue.ids(state));
  const seconds = ({ since }: Standing) =>
    since === undefined ? 0 : Math.max(0, (Date.now() - since) / 1000);
  return {
    queue: name,
    ...header,
    waiting: waiting + delayed,
    running: (await of('active')).map((job) => ({ trial: job.id, on: job.by, seconds: seconds(job) })),
    completed,
    failed: (await of('failed')).map(({ id, by, reason = '' }) => ({ trial: id, on: by, reason })),
    workers: (await queue.workers()).sort(),
  };
}

/** Has failed jobs of all queues run again. */
export async function retryAll(store: Store): Promise<void> {
  for (const name of (await announced(store)).keys()) await store.queue(name).retry();
}

/** Removes all jobs of all queues, and the queues. Whoever still waits for one adds it again. */
export async function clearAll(store: Store): Promise<void> {
  for (const name of (await announced(store)).keys()) await store.queue(name).clear();
  await forget(store);
}
