/** What a store of queues is: nothing here knows BullMQ, Redis or PostgreSQL. */

/** Where a job stands. */
export const states = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
export type State = (typeof states)[number];

/** A job as it is added. */
export interface Job {
  readonly id: string;
  readonly data: object;
}

/** A job as it stands in the queue. Whoever can write there may have put anything into it. */
export interface Standing {
  readonly id: string;
  readonly data: unknown;
  /** Name of the worker that has it, or had it. */
  readonly by: string | undefined;
  /** When it was begun, in ms since 1970. */
  readonly since: number | undefined;
  /** A share of it that is done. */
  readonly share: unknown;
  /** What it gave. */
  readonly answer: unknown;
  /** Why it failed. */
  readonly reason: string | undefined;
}

export interface Queue {
  /** Adds jobs to the end; one whose id is there already stays as it is. */
  add(jobs: readonly Job[]): Promise<void>;
  /** The ids of all jobs in some states. */
  ids(...of: readonly State[]): Promise<string[]>;
  /** Jobs as they stand; those that are gone are left out. */
  read(ids: readonly string[]): Promise<Standing[]>;
  /** Removes jobs; one that is being worked at stays. */
  remove(ids: readonly string[]): Promise<void>;
  counts(): Promise<Record<State, number>>;
  /** Names of the workers that are connected. */
  workers(): Promise<string[]>;
  /** Puts all failed jobs to the waiting ones. */
  retry(): Promise<void>;
  /** Removes all jobs, those that are worked at among them. */
  clear(): Promise<void>;
}

/** A job that a worker has: it is its own until it ends, as long as the lease is renewed. */
export interface Held {
  readonly id: string;
  readonly data: unknown;
  /** How many workers were lost with it before. */
  readonly losses: number;
  /** Tells whoever looks that a share of it is done. */
  moved(share: number): void;
  /** Puts other data in the place of its own, which whoever has it next is given. */
  change(data: object): Promise<void>;
}

/** What a worker throws to give a job back: it waits again, after so many seconds. For `rest` seconds the worker takes none. */
export class GivenBack extends Error {
  readonly seconds: number;
  readonly rest: number;
  constructor(seconds: number, rest = 0) {
    super('given back');
    this.seconds = seconds;
    this.rest = rest;
  }
}

export interface WorkerOptions {
  /** Most jobs at a time. */
  readonly threads: number;
  /** Seconds after which a job counts as lost whose worker was not heard of. */
  readonly lease: number;
  /** What the worker is called. */
  readonly name: string;
}

export interface Worker {
  /** Takes no more jobs, and waits for those that it has. */
  close(): Promise<void>;
}

/** A server that keeps queues. Calls wait, or are refused with a `StoreError`, while it cannot be reached. */
export interface Store {
  /** Its address, without user and password. */
  readonly shown: string;
  /** A queue by its name: letters, digits and hyphens. */
  queue(name: string): Queue;
  /** Has jobs of a queue done: each gives its answer, or fails with what is thrown. */
  work(name: string, options: WorkerOptions, work: (job: Held) => Promise<string>): Worker;
  close(): void;
}

/** The server did not do what it was asked for. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
