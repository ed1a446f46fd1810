import type { Pending } from '../plan/pending.ts';

/** Shows a run while it goes on, on stderr. */
export interface Progress {
  /** A trial that goes on has come so far: a share of it. */
  move(pending: Pending, share: number): void;
  /** A trial has ended. */
  advance(pending: Pending): void;
  /** The run has ended, or was stopped. */
  close(): Promise<void>;
}

/** A clock in seconds that only runs forward. */
export type Clock = () => number;

export const wallClock: Clock = () => performance.now() / 1000;
