import { sharedMlpCode } from '../kernels.ts';
import { allocate } from '../memory.ts';
import { instantiate } from '../module.ts';
import { narrowerLayers } from '../remedy.ts';
import {
  type Board,
  begin,
  boardOn,
  changed,
  finish,
  mostCalls,
  newBoard,
  over,
  take,
  word,
  wordsOn,
} from './board.ts';
import { type Call, compute, type Divisible, divide, divisible, divisions } from './divisions.ts';
import type { MlpKernels } from './kernels.ts';
import type { Group } from './layer.ts';
import type { MlpLedger, WorkingMemory } from './layout.ts';

/** A training that other threads can help with, as it goes to them in a message. */
export interface SharedWork {
  /** A WebAssembly.Memory, which is no type for those who compile for Node.js alone. */
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly board: SharedArrayBuffer;
  /** For the products of each helper: as many as there may be. */
  readonly places: readonly WorkingMemory[];
}

/** How a training finds helpers. */
export interface Helpers {
  /** Most of them. */
  readonly most: number;
  /** Called when there is something to help with: `help` may be called with it in other threads, now or later. */
  offer(work: SharedWork): void;
}

/** Most threads that help with one training: a call in many parts is mostly packing. */
export const mostHelpers = 15;

/** A thread that helped with a training has ended with a part that it had taken: what was computed is not whole. */
export class HelperLost extends Error {
  override readonly name = 'HelperLost';
}

/** How much there has to be to do, in products, to be worth microseconds of waiting for each other. */
const worthSharing = 2 ** 16;

/** How much in one of several calls, to be worth dividing: threads that divide a product pack parts of it twice. */
const worthDividing = 2 ** 23;

/** Milliseconds after which a thread that waits looks whether those that it waits for are still there. */
const patience = 500;

/**
 * Helps with a training until it is over. At most as many threads as there are places. Must run in a thread that may
 * sleep.
 */
export function help({ memory, board: shared, places }: SharedWork): void {
  const board = boardOn(shared);
  const { words } = board;
  const own = Atomics.add(words, word.joined, 1);
  const kernels = instantiate<MlpKernels>(sharedMlpCode, memory as WebAssembly.Memory, places[own]);
  for (let turn = Atomics.load(words, word.turn); turn !== over; ) {
    takeCalls(kernels, board);
    turn = changed(words, word.turn, turn);
  }
}

/** Computes calls of the board as long as there are some. */
function takeCalls(kernels: MlpKernels, board: Board): void {
  for (let i = take(board); i >= 0; i = take(board)) {
    compute(kernels, divisible[board.kernels[i]], board.calls[i]);
    finish(board);
  }
}

/** Threads that have come to help with a training so far. */
export function helping({ board }: SharedWork): number {
  return Atomics.load(wordsOn(board), word.joined);
}

/** Sends the helpers away from a training that is over, and of which nothing is asked any more. */
export function dismiss({ board }: SharedWork): void {
  const words = wordsOn(board);
  Atomics.store(words, word.turn, over);
  Atomics.notify(words, word.turn);
}

/** Tells a training that one of its helpers has ended: where it had taken a part, the call throws HelperLost. */
export function tellLost({ board }: SharedWork): void {
  Atomics.store(wordsOn(board), word.lost, 1);
}

/**
 * The kernels on a new memory that is laid out so and that other threads share. As many as have come by then compute
 * together: parts of a call, or whole calls of a group. The bits do not depend on how many. A call throws HelperLost
 * where a thread has ended that had taken a part of it.
 *
 * @throws InputError when the memory is more than there is.
 */
export function helpedKernels(
  ledger: MlpLedger,
  helpers: Helpers,
): { kernels: MlpKernels; group: Group; buffer: ArrayBuffer } {
  const memory = allocate(ledger.bytes, narrowerLayers, true);
  const alone = instantiate<MlpKernels>(sharedMlpCode, memory, ledger.layout);
  const shared = newBoard();
  const board = boardOn(shared);
  const { words } = board;
  const own: Call = new Float64Array(board.calls[0].length);
  let [isGroup, count, work] = [false, 0, 0];

  /** Computes what is on the board. */
  const flush = () => {
    const calls = count;
    const much = work;
    [count, work] = [0, 0];
    if (much < worthSharing) {
      for (let i = 0; i < calls; i++) compute(alone, divisible[board.kernels[i]], board.calls[i]);
      return;
    }
    begin(board, calls);
    takeCalls(alone, board);
    for (let done = Atomics.load(words, word.done); done < calls; ) {
      done = changed(words, word.done, done, patience);
      if (done < calls && Atomics.load(words, word.lost) === 1) throw lost();
    }
  };
  const sharing = (kernel: Divisible, number: number) => {
    const { work: workOf } = divisions[kernel];
    return (...numbers: readonly number[]) => {
      for (let i = 0; i < numbers.length; i++) own[i] = Number(numbers[i]);
      const threads = 1 + Atomics.load(words, word.joined);
      const much = workOf(own);
      if (threads === 1 || (!isGroup && much < worthSharing)) return compute(alone, kernel, own);
      const parts = isGroup && much < worthDividing ? 1 : threads;
      for (let part = 0; part < parts; part++) {
        if (count === mostCalls) flush();
        const call = board.calls[count];
        call.set(own);
        if (!divide(kernel, call, part, parts)) continue;
        board.kernels[count++] = number;
      }
      work += much;
      if (!isGroup) flush();
    };
  };
  const together = Object.fromEntries(divisible.map((kernel, number) => [kernel, sharing(kernel, number)]));
  helpers.offer({ memory, board: shared, places: ledger.helpers });
  return {
    kernels: { ...alone, ...together } as MlpKernels,
    group: {
      open() {
        isGroup = true;
      },
      close() {
        isGroup = false;
        flush();
      },
    },
    buffer: memory.buffer,
  };
}

const lost = () =>
  new HelperLost('a thread that helped with the trial has ended; --workers 1 computes it without help');
