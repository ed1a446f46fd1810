import { sharedMlpCode } from '../kernels.ts';
import { allocate } from '../memory.ts';
import { instantiate } from '../module.ts';
import { narrowerLayers } from '../remedy.ts';
import { boardOn, changed, newBoard, over, partsOf, turnAfter, word } from './board.ts';
import { compute, type Divisible, divisible, divisions, takePart } from './cuts.ts';
import type { MlpKernels } from './kernels.ts';
import type { MlpLedger, WorkingMemory } from './layout.ts';

/** A training that other threads can help with, as it goes to them in a message. */
export interface SharedWork {
  readonly memory: WebAssembly.Memory;
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

/** Most threads that help with one training: `turn` has room for more parts, and products for fewer. */
export const mostHelpers = 15;

/** A thread that helped with a training has ended before it: what was computed is not whole. */
export class HelperLost extends Error {
  override readonly name = 'HelperLost';
}

/** How much there has to be to do in a call, in products, to be worth two microseconds of waiting for each other. */
const worthSharing = 2 ** 16;

/** Milliseconds after which a thread that waits looks whether those that it waits for are still there. */
const patience = 500;

/**
 * Helps with a training until it is over: computes its part of every call that is shared. At most as many threads as
 * there are places. Must run in a thread that may sleep.
 */
export function help({ memory, board, places }: SharedWork): void {
  const { words, call } = boardOn(board);
  let turn = Atomics.load(words, word.turn);
  const own = Atomics.add(words, word.joined, 1);
  const kernels = instantiate<MlpKernels>(sharedMlpCode, memory, places[own]);
  const part = call.slice();
  while (turn !== over) {
    turn = changed(words, word.turn, turn);
    // The thread that calls is part 0. It waits for those that it has counted, and does not know the others yet.
    if (turn === over || own + 1 >= partsOf(turn)) continue;
    part.set(call);
    const kernel = divisible[words[word.kernel]];
    if (takePart(kernel, part, own + 1, partsOf(turn))) compute(kernels, kernel, part);
    if (Atomics.sub(words, word.left, 1) === 1) Atomics.notify(words, word.left);
  }
}

/** Threads that have come to help with a training so far. */
export function helping({ board }: SharedWork): number {
  return Atomics.load(boardOn(board).words, word.joined);
}

/** Sends the helpers away from a training that is over, and of which nothing is asked any more. */
export function dismiss({ board }: SharedWork): void {
  const { words } = boardOn(board);
  Atomics.store(words, word.turn, over);
  Atomics.notify(words, word.turn);
}

/** Tells a training that one of its helpers has ended: the next call that is shared throws HelperLost. */
export function tellLost({ board }: SharedWork): void {
  Atomics.store(boardOn(board).words, word.lost, 1);
}

/**
 * The kernels on a new memory that is laid out so and that other threads share. As many as have come by then compute a
 * call together; the bits do not depend on how many. A call throws HelperLost where one that computed has ended.
 *
 * @throws InputError when the memory is more than there is.
 */
export function helpedKernels(
  ledger: MlpLedger,
  helpers: Helpers,
): { kernels: MlpKernels; buffer: ArrayBuffer } {
  const memory = allocate(ledger.bytes, narrowerLayers, true);
  const alone = instantiate<MlpKernels>(sharedMlpCode, memory, ledger.layout);
  const board = newBoard();
  const { words, call } = boardOn(board);
  const own = call.slice();

  const together = (kernel: Divisible, number: number, count: number): void => {
    const turn = turnAfter(Atomics.load(words, word.turn), count + 1);
    call.set(own);
    words[word.kernel] = number;
    Atomics.store(words, word.left, count);
    Atomics.store(words, word.turn, turn);
    Atomics.notify(words, word.turn);
    if (takePart(kernel, own, 0, count + 1)) compute(alone, kernel, own);
    for (let left = Atomics.load(words, word.left); left > 0; ) {
      left = changed(words, word.left, left, patience);
      if (left > 0 && Atomics.load(words, word.lost) === 1) throw lost();
    }
  };
  const shared = Object.fromEntries(
    divisible.map((kernel, number) => [
      kernel,
      (...numbers: readonly number[]) => {
        for (let i = 0; i < numbers.length; i++) own[i] = Number(numbers[i]);
        const count = Atomics.load(words, word.joined);
        if (count > 0 && divisions[kernel].work(own) >= worthSharing) together(kernel, number, count);
        else compute(alone, kernel, own);
      },
    ]),
  );
  helpers.offer({ memory, board, places: ledger.helpers });
  return { kernels: { ...alone, ...shared } as MlpKernels, buffer: memory.buffer };
}

const lost = () =>
  new HelperLost('a thread that helped with the trial has ended; --workers 1 computes it without help');
