import type { Call } from './divisions.ts';

/** Most calls that lie on a board together. */
export const mostCalls = 256;

/**
 * Where threads that share a training meet: calls of kernels that none of them waits for another of, and words by which
 * the threads wait for each other. It lies in memory of all of them.
 */
export interface Board {
  readonly words: Int32Array;
  readonly calls: readonly Call[];
  /** Which kernel each calls. */
  readonly kernels: Int32Array;
}

/** Words, on lines of the cache apart where several threads wait for them. */
export const word = {
  /** The turn, packed as below; `over` at the end. */
  turn: 0,
  /** Calls of the turn that are done. */
  done: 16,
  /** Helpers that have come. */
  joined: 32,
  /** Whether one of them has been lost. */
  lost: 33,
} as const;

const wordsBytes = 3 * 64;
const callSingles = 16;
const kernelsAt = wordsBytes + mostCalls * callSingles * 8;

export const newBoard = (): SharedArrayBuffer => new SharedArrayBuffer(kernelsAt + mostCalls * 4);

export const wordsOn = (memory: SharedArrayBuffer): Int32Array => new Int32Array(memory, 0, wordsBytes / 4);

export function boardOn(memory: SharedArrayBuffer): Board {
  return {
    words: wordsOn(memory),
    calls: Array.from(
      { length: mostCalls },
      (_, i) => new Float64Array(memory, wordsBytes + i * callSingles * 8, callSingles),
    ),
    kernels: new Int32Array(memory, kernelsAt),
  };
}

/** What `turn` says at the end. */
export const over = -1;

/** A turn: 11 bits of its number, so that it is another one than before, 10 of its calls, 10 of those that are taken. */
const bits = 10;
const mask = (1 << bits) - 1;
const callsOf = (turn: number): number => (turn >> bits) & mask;
const takenOf = (turn: number): number => turn & mask;

/** Lets so many calls be taken, and wakes who waits for them. */
export function begin({ words }: Board, calls: number): void {
  const number = ((Atomics.load(words, word.turn) >> (2 * bits)) + 1) & (mask * 2 + 1);
  Atomics.store(words, word.done, 0);
  Atomics.store(words, word.turn, (number << (2 * bits)) | (calls << bits));
  Atomics.notify(words, word.turn);
}

/** Takes the next call, and gives its place on the board; −1 where all are taken. Until it is done, it stays as it is. */
export function take({ words }: Board): number {
  for (;;) {
    const turn = Atomics.load(words, word.turn);
    const taken = takenOf(turn);
    if (turn === over || taken === callsOf(turn)) return -1;
    if (Atomics.compareExchange(words, word.turn, turn, turn + 1) === turn) return taken;
  }
}

/** Tells that a call is done. */
export function finish({ words }: Board): void {
  if (Atomics.add(words, word.done, 1) + 1 === callsOf(Atomics.load(words, word.turn)))
    Atomics.notify(words, word.done);
}

/**
 * Looks at a word before a thread sleeps: some 20 µs, so that threads are awake from turn to turn, and do not take the
 * processors from each other where these are few.
 */
const looks = 3000;

/** Waits until a word is another than it was, or so many milliseconds have passed; gives what it is. */
export function changed(words: Int32Array, at: number, was: number, patience = Infinity): number {
  for (let look = 0; look < looks; look++) {
    const now = Atomics.load(words, at);
    if (now !== was) return now;
  }
  Atomics.wait(words, at, was, patience);
  return Atomics.load(words, at);
}
