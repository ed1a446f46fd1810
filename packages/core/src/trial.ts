/** Named numbers that a look at a running trial gives: an energy, an overlap, a loss. */
export type Observation = Readonly<Record<string, number>>;

/** Numbers in an array of some shape, the last index running fastest. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Int8Array | Int32Array | Uint32Array | Float32Array | Float64Array;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a trial ends with. */
export type TrialResult = Readonly<Record<string, number | boolean>>;

/** There now, or some time later where a device computes. */
export type Awaitable<T> = T | Promise<T>;

/**
 * A trial that runs, step by step: one seam for progress, traces, saved weights, cancelling and devices.
 */
export interface Running<Result extends TrialResult = TrialResult> {
  /** Most steps: temperatures or epochs. */
  readonly steps: number;
  /** Steps that are done. */
  readonly step: number;
  /** Nothing is left to do: all steps are done, or the trial needs no more. */
  readonly done: boolean;
  /** One step; none where nothing is left. */
  advance(): Awaitable<void>;
  /** How it stands now. Changes nothing. */
  observe(): Awaitable<Observation>;
  /**
   * The weights now: `covers`, one after the other, and `collapsed`, just as the readout takes them. Copies, which later
   * steps leave alone.
   */
  tensors(): Awaitable<Tensors>;
  /**
   * All that it takes to go on from here, bit for bit: what `begin` of its model is given in a later process. A copy.
   * Undefined where the trial cannot be put down: its rule keeps something that it does not show, or a device has it.
   */
  snapshot?(): Tensors;
  /** Readout of the collapsed model as it is now. */
  result(): Awaitable<Result>;
}

/**
 * A copy of an array of a snapshot, as one of this kind.
 *
 * @throws Error where there is none of this length: the snapshot is another trial's, or damaged.
 */
export function tensorOf<A>(
  from: Tensors,
  name: string,
  length: number,
  kind: { from(data: ArrayLike<number>): A },
): A {
  const data = Object.hasOwn(from, name) ? from[name].data : undefined;
  if (data?.length === length) return kind.from(data);
  throw new Error(`the snapshot has no array "${name}" of ${length} numbers`);
}

/** An array of a snapshot that holds each place below `length` once. @throws Error where it does not. */
export function orderFrom<A extends ArrayLike<number>>(
  from: Tensors,
  length: number,
  kind: { from(data: ArrayLike<number>): A },
): A {
  const order = tensorOf(from, 'order', length, kind);
  const places = new Set(Array.from(order));
  if (places.size === length && [...places].every((place) => place >= 0 && place < length)) return order;
  throw new Error('the "order" of the snapshot is none: it lacks a place');
}

/** How many steps a snapshot was taken after. @throws Error where they are none of so many: such a trial would not end. */
export function stepFrom(step: number, steps: number): number {
  if (Number.isInteger(step) && step >= 0 && step <= steps) return step;
  throw new Error(`the snapshot was taken after step ${step} of ${steps}`);
}

/** A running trial of which nothing has to be waited for. */
export interface LocalRunning<Result extends TrialResult = TrialResult> extends Running<Result> {
  advance(): void;
  observe(): Observation;
  tensors(): Tensors;
  result(): Result;
}

/**
 * Runs a trial to its end.
 *
 * @example
 * const trial = {
 *   ...{ steps: 3, step: 0, observe: () => ({}), tensors: () => ({}) },
 *   get done() {
 *     return this.step === this.steps;
 *   },
 *   advance() {
 *     this.step++;
 *   },
 *   result() {
 *     return { steps: this.step };
 *   },
 * };
 * finish(trial); // { steps: 3 }
 */
export function finish<Result extends TrialResult>(running: LocalRunning<Result>): Result {
  while (!running.done) running.advance();
  return running.result();
}

/** Runs a trial to its end, wherever it is computed. */
export async function finishRemotely<Result extends TrialResult>(running: Running<Result>): Promise<Result> {
  while (!running.done) await running.advance();
  return running.result();
}
