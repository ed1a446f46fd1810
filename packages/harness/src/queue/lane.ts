import { setTimeout as pause } from 'node:timers/promises';
import { stream, uniform } from '@mcover/core';
import { type Job, type Queue, type Standing, type Store, StoreError, states } from '@mcover/queue';
import type { Failure } from '@mcover/record';
import { inOneLine, messageOf } from '../error.ts';
import type { Lane, Maker, Sink } from '../lanes/lane.ts';
import { difference } from '../plan/agreement.ts';
import type { Pending } from '../plan/pending.ts';
import { announce, type Header, headerOf, isForAll, queueName } from './header.ts';
import { auditId, type Received, receivedOf, type TrialJob } from './job.ts';

export interface QueueSetup {
  store: Store;
  /** Digest of the built code: workers of another one take nothing. */
  build: string;
  /** All trials of the folder: what the queue still has of those that are there already is removed. */
  wanted: ReadonlySet<string>;
  timeLimit?: number | undefined;
  /** The share of trials that two machines compute, drawn by the stream "audit" of a seed. */
  audit?: { share: number; root: number } | undefined;
  /** Most jobs of this run in the queue. */
  most?: number;
  /** Seconds that a second machine is waited for. */
  patience?: number;
}

/** Jobs at a time by which the queue is filled up, and seconds between two looks at what goes on. */
const [portion, between] = [500, 5];

/** How often a trial is tried whose jobs come to nothing before it has run alone. */
const mostTries = 5;

/** A first result that waits for a second one. */
interface First {
  received: Received;
  by: string | undefined;
  since: number;
}

/** One queue of the server, and what this run has in it. */
interface Line {
  header: Header;
  queue: Queue;
  added: Set<string>;
}

/**
 * Machines of a queue. Trials are added the longest first, and what comes back is written by this process alone: a job is
 * removed when its record is on the disk. So nothing is lost when this process, a worker or the server is: what is missing in
 * the queue is added again, and what comes back twice is written once. When the run ends before, its jobs stay: the same run
 * begun again finds what was computed in the meantime.
 */
export function queueLane(setup: QueueSetup): Lane {
  return {
    takes: ({ spec }) => isForAll(spec),
    async run(pending, sink) {
      const rounds = roundsOf(setup, pending, sink);
      const ended = new Promise<void>((resolve) => sink.signal.addEventListener('abort', () => resolve()));
      let wait = 0;
      while (!rounds.isDone() && !sink.signal.aborted) {
        const moved = await Promise.race([attempt(rounds.next, sink), ended]);
        // Tiny trials come by the hundred: the less comes, the longer it is waited for.
        wait = moved ? 20 : Math.min(2 * wait + 20, 500);
        await Promise.race([pause(wait), ended]);
      }
      return [];
    },
  };
}

/** A server that is away comes back: what was not done is done in the next round. */
async function attempt(next: () => Promise<boolean>, sink: Sink): Promise<boolean> {
  try {
    return await next();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (!sink.signal.aborted) sink.note(inOneLine(`the queue refuses: ${error.message}; trying again`));
    await pause(1000);
    return false;
  }
}

function roundsOf(setup: QueueSetup, pending: readonly Pending[], sink: Sink) {
  const { store, build, wanted, timeLimit, audit, most = 10_000, patience = 60 } = setup;
  const trials = new Map(pending.map((one) => [one.id, one]));
  const order = [...pending].sort((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1));
  const lines = new Map<string, Line>();
  /** Trials that were given to the sink, and those whose records are on the disk: their jobs may go. */
  const given = new Set<string>();
  const kept: Pending[] = [];
  const firsts = new Map<string, First>();
  /** How often trials came to nothing. */
  const tries = new Map<string, number>();
  let [next, looked] = [0, now()];

  const isAudited = (id: string) =>
    audit !== undefined && uniform(stream({ root: audit.root, trial: 0 }, 'audit', { id })) < audit.share;
  const jobOf = ({ id, spec }: Pending, more: Partial<TrialJob> = {}): Job => ({
    id: more.apartFrom === undefined ? id : auditId(id),
    data: { spec, ...(timeLimit !== undefined && { timeLimit }), ...more },
  });

  /** What makes a job the second one of a trial. */
  const secondOf = ({ id }: Pending) => ({ apartFrom: firsts.get(id)?.by ?? '' });

  const lineOf = async ({ spec }: Pending): Promise<Line> => {
    const header = headerOf(spec, build);
    const name = queueName(header);
    const line = lines.get(name) ?? { header, queue: await announce(store, header), added: new Set() };
    lines.set(name, line);
    return line;
  };

  const fill = async () => {
    const room = most - [...lines.values()].reduce((sum, { added }) => sum + added.size, 0);
    if (next === order.length || room < Math.min(portion, most)) return;
    const coming = new Map<Line, Pending[]>();
    for (const trial of order.slice(next, next + room)) {
      const line = await lineOf(trial);
      coming.set(line, [...(coming.get(line) ?? []), trial]);
    }
    for (const [line, own] of coming) {
      await line.queue.add(own.map((trial) => jobOf(trial)));
      for (const { id } of own) line.added.add(id);
    }
    next += room;
  };

  const end = (trial: Pending, outcome: Received['outcome'], made: Maker) => {
    given.add(trial.id);
    sink.ended(trial, outcome, made, {}, () => kept.push(trial));
  };

  /** A trial that came to nothing runs once more, alone. If it does so again, that is what its record says. */
  const fail = async ({ queue }: Line, trial: Pending, job: Standing, failure: Failure, made?: Maker) => {
    const tried = (tries.get(trial.id) ?? 0) + 1;
    tries.set(trial.id, tried);
    const { begun } = job.data as Partial<TrialJob>;
    if (begun || tried > mostTries) return end(trial, { failure }, made ?? nowhere(trial));
    const why = `${failure.kind}: ${failure.message}`;
    sink.note(
      inOneLine(`trial ${trial.id.slice(0, 12)} runs once more, alone, on a machine of the queue: ${why}`),
    );
    await queue.remove([job.id]);
    await queue.add([jobOf(trial, { alone: true, ...(job.id !== trial.id && secondOf(trial)) })]);
  };

  /** What one job gave. */
  const take = async (line: Line, trial: Pending, job: Standing, failed: boolean) => {
    if (failed) return fail(line, trial, job, { kind: 'JobFailed', message: job.reason ?? 'for no reason' });
    let received: Received;
    try {
      received = receivedOf(job.answer, trial.id, line.header);
    } catch (error) {
      return fail(line, trial, job, { kind: 'RefusedRecord', message: messageOf(error) });
    }
    const { outcome, made } = received;
    if ('failure' in outcome) return fail(line, trial, job, outcome.failure, made);
    if (!isAudited(trial.id)) return end(trial, outcome, made);
    const first = firsts.get(trial.id);
    if (job.id === trial.id && !first) {
      firsts.set(trial.id, { received, by: job.by, since: now() });
      await line.queue.add([jobOf(trial, secondOf(trial))]);
    } else if (job.id !== trial.id && first) compare(trial, first, received, job.by);
  };

  const compare = (trial: Pending, { received, by }: First, second: Received, other: string | undefined) => {
    const [one, two] = [received.outcome, second.outcome];
    const apart =
      'result' in one && 'result' in two ? difference(trial.spec, one.result, two.result) : undefined;
    if (apart === undefined) return end(trial, one, received.made);
    end(
      trial,
      { failure: { kind: 'MachinesDiffer', message: `${by} and ${other}: ${apart}` } },
      received.made,
    );
  };

  const collect = async (line: Line): Promise<boolean> => {
    const { queue, added } = line;
    const [completed, failed] = [await queue.ids('completed'), await queue.ids('failed')];
    const left = completed.filter((id) => wanted.has(id) && !trials.has(id));
    if (left.length > 0) await queue.remove(left);
    let moved = false;
    for (const [ids, isFailed] of [
      [completed, false],
      [failed, true],
    ] as const) {
      // First results come before the second ones.
      const isNew = (id: string) => added.has(trialId(id)) && !given.has(trialId(id));
      const own = ids.filter((id) => isNew(id) && !(firsts.has(id) && !isFailed));
      for (const job of await queue.read(own.sort((a, b) => a.length - b.length))) {
        const trial = trials.get(trialId(job.id));
        if (sink.signal.aborted) return moved;
        if (!trial) continue;
        await take(line, trial, job, isFailed);
        moved = true;
      }
    }
    return moved;
  };

  /** Removes the jobs of trials whose records are on the disk. */
  const clear = async () => {
    const done = kept.splice(0);
    for (const line of lines.values()) {
      const own = done.filter(({ id }) => line.added.has(id)).map(({ id }) => id);
      await line.queue.remove([...own, ...own.filter(isAudited).map(auditId)]);
      for (const id of own) line.added.delete(id);
    }
    for (const { id } of done) trials.delete(id);
  };

  /** Tells how far trials have come that go on, adds what the queue has lost, and gives up what nobody else takes. */
  const look = async ({ header, queue, added }: Line) => {
    await announce(store, header);
    const there = new Set(await queue.ids(...states));
    const lost = [...added].filter((id) => !given.has(id));
    await queue.add(
      lost.filter((id) => !there.has(id) && !firsts.has(id)).map((id) => jobOf(trials.get(id)!)),
    );
    const second = lost.filter((id) => firsts.has(id) && !there.has(auditId(id)));
    await queue.add(second.map((id) => jobOf(trials.get(id)!, secondOf(trials.get(id)!))));
    const active = (await queue.ids('active')).filter((id) => added.has(id));
    for (const { id, share } of await queue.read(active)) {
      const trial = trials.get(id);
      if (trial && typeof share === 'number' && share > 0 && share < 1 && !given.has(id))
        sink.moved(trial, share);
    }
  };

  const giveUp = () => {
    const open = [...trials.values()].filter(({ id }) => !given.has(id));
    const isLate = ({ id }: Pending) => now() - (firsts.get(id)?.since ?? Infinity) > patience;
    if (open.length === 0 || !open.every(isLate)) return;
    sink.note(`${open.length} of the audited trials were computed once: no second machine took them`);
    for (const trial of open)
      end(trial, firsts.get(trial.id)!.received.outcome, firsts.get(trial.id)!.received.made);
  };

  return {
    isDone: () => trials.size === 0,
    /** One round of all that there is to do. Gives whether something came. */
    async next(): Promise<boolean> {
      await clear();
      await fill();
      let moved = false;
      for (const line of lines.values()) moved = (await collect(line)) || moved;
      if (now() - looked > between) {
        looked = now();
        for (const line of lines.values()) await look(line);
        giveUp();
      }
      return moved;
    },
  };
}

/** What is said of a trial that no worker brought to an end. */
const nowhere = ({ engine }: Pending): Maker => ({ engine, durationMs: 0 });

/** The trial that a job is of. */
const trialId = (id: string) => id.slice(0, 64);

const now = () => performance.now() / 1000;
