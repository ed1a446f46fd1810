/**
 * Where threads that share a training meet: the call that they compute together, and words by which they wait for each
 * other. It lies in memory of all of them.
 */
export interface Board {
  readonly words: Int32Array;
  /** The call that is shared. */
  readonly call: Float64Array;
}

/** Words, on lines of the cache apart where several threads wait for them. */
export const word = {
  /** The number of the call and the parts that it has; `over` at the end. */
  turn: 0,
  /** Helpers that are still at it. */
  left: 16,
  /** Helpers that are there. */
  joined: 32,
  /** Whether one of them has been lost. */
  lost: 33,
  /** Which kernel is called. */
  kernel: 34,
} as const;

const lineBytes = 64;
const callAt = 3 * lineBytes;

/** What `turn` says at the end. */
export const over = -1;

export const newBoard = (): SharedArrayBuffer => new SharedArrayBuffer(callAt + 2 * lineBytes);

export function boardOn(memory: SharedArrayBuffer): Board {
  return { words: new Int32Array(memory), call: new Float64Array(memory, callAt) };
}

/** `turn` of the call after another: as many turns pass before a number comes again as no thread sleeps through. */
export const turnAfter = (turn: number, parts: number): number => ((((turn >> 8) + 1) & 0x7f_ff_ff) << 8) | parts;
export const partsOf = (turn: number): number => turn & 0xff;

/**
 * Looks at a word before a thread sleeps: as long as one is awake while another goes from call to call, and gathers the
 * patterns of a batch.
 */
const looks = 100_000;

/** Waits until a word is another than it was, or so many milliseconds have passed; gives what it is. */
export function changed(words: Int32Array, at: number, was: number, patience = Infinity): number {
  for (let look = 0; look < looks; look++) {
    const now = Atomics.load(words, at);
    if (now !== was) return now;
  }
  Atomics.wait(words, at, was, patience);
  return Atomics.load(words, at);
}
