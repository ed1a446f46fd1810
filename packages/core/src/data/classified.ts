/** Patterns of real numbers in several classes. */
export interface Classified {
  /** Number of inputs N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Class of each pattern, counted from 0. */
  readonly labels: Uint8Array;
  /** Writes the N inputs of pattern μ, each a single, to `to[at…at+N)`: images stay bytes until they are asked for. */
  inputs(mu: number, to: Float32Array | Float64Array, at: number): void;
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

export function points({ N, P, x, labels }: Omit<Points, 'inputs'>): Points {
  return {
    N,
    P,
    x,
    labels,
    inputs(mu, to, at) {
      for (let i = 0; i < N; i++) to[at + i] = x[mu * N + i];
    },
  };
}
