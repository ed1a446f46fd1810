/** Patterns in memory, one pattern's row after the other. */
export interface Rows {
  /** Number of inputs N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Input i of pattern μ, at [μ·N + i]. */
  readonly x: ArrayLike<number>;
}

/** Binary patterns with binary labels. */
export interface Labelled extends Rows {
  /** Patterns x = ±1, one pattern's row after the other: x[μ·N + i]. */
  readonly x: Int8Array;
  /** Labels y = ±1. */
  readonly y: Int8Array;
}

/** What a classifier learns from, and what it is judged by. */
export interface BinaryTask {
  readonly train: Labelled;
  readonly test: Labelled;
}
