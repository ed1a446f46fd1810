import type { Rows } from './labelled.ts';

/** Patterns of real numbers. */
export interface Inputs {
  /** Number of inputs N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Writes the N inputs of pattern μ, each a single, to `to[at…at+N)`: images stay bytes until they are asked for. */
  inputs(mu: number, to: Float32Array | Float64Array, at: number): void;
}

/** Patterns of real numbers in several classes. */
export interface Classified extends Inputs {
  /** Class of each pattern, counted from 0. */
  readonly labels: Uint8Array;
}

/** Patterns whose inputs lie in memory, one pattern's row after the other: x[μ·N + i]. */
export interface Points extends Classified {
  readonly x: Float32Array;
}

/** What a classifier learns from, and what it is judged by. */
export interface ClassTask {
  readonly train: Classified;
  readonly test: Classified;
}

export function points({ x, labels, ...rows }: Omit<Points, 'inputs'>): Points {
  return { ...inputsOf({ ...rows, x }), x, labels };
}

/** Rows in memory as inputs. */
export function inputsOf({ N, P, x }: Rows): Inputs {
  return {
    N,
    P,
    inputs(mu, to, at) {
      for (let i = 0; i < N; i++) to[at + i] = x[mu * N + i];
    },
  };
}
