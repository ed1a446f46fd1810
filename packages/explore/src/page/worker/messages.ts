import type { Observation, TrialResult } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';

/** What the page asks of its worker, and what it is told. Each request has one answer, in their order. */

/** A trial as a person asks for it: what is left out has its default. */
export interface Asked {
  readonly model: string;
  readonly method: string;
  readonly data: { readonly name: string };
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: TrialSpec['seed'];
}

export type Request =
  /** Begins trials that go on together, step by step; they take the place of those before. */
  | { readonly kind: 'begin'; readonly trials: readonly Asked[] }
  /** So many steps of each, fewer where the milliseconds are over. */
  | { readonly kind: 'advance'; readonly steps: number; readonly budget: number }
  /** The trial of a record from its beginning to its end, beside what the record says. */
  | { readonly kind: 'check'; readonly id: string; readonly spec: TrialSpec; readonly result: object };

/** A trial that has begun. */
export interface Begun {
  /** Of its record, and so of its specification. */
  readonly id: string;
  /** Of its method, for a reader. */
  readonly label: string;
  readonly steps: number;
  /** Weights of the teacher, of tasks that have one. */
  readonly teacher?: Int8Array;
  /** Some routes of covers that read from one another. */
  readonly routes?: Routes;
}

/** Routes of some weights in all channels: the context of cover a reads weight `weights[i]` of cover ρ(a). */
export interface Routes {
  readonly M: number;
  readonly S: number;
  readonly weights: readonly number[];
  /** ρ(a) at [(i·S + s)·M + a]. */
  readonly routes: Uint8Array;
}

/** One look at a trial that runs. */
export interface Look {
  readonly done: boolean;
  readonly observed: Observation;
  /** Weights of the covers, one after the other, and of their sum. */
  readonly covers: ArrayLike<number>;
  readonly collapsed: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly result?: TrialResult;
}

export interface Answers {
  readonly begin: { readonly trials: readonly Begun[]; readonly looks: readonly Look[] };
  readonly advance: { readonly step: number; readonly looks: readonly Look[] };
  readonly check: { readonly equal: boolean; readonly result: TrialResult };
}

/** What went wrong, in words for a person. */
export interface Refusal {
  readonly refused: string;
}
