import type { AnnealingProblem } from '@mcover/core';
import { Xoshiro128 } from '@mcover/core/internals';
import { loops } from '../cpu/loops.ts';
import { type Annealed, annealHere } from '../cpu/processor.ts';
import type { Call } from '../operations/call.ts';

/** What a thread of the pool does: this module has nothing in it of any one runtime. */
export type Task = LoopTask | AnnealingTask;

/** Some rows of a call's output, written into shared memory. */
export interface LoopTask extends Pick<Call, 'operation' | 'sizes' | 'arrays'> {
  readonly kind: 'loop';
  readonly out: Float32Array;
  readonly from: number;
  readonly to: number;
}

/** One problem of a batch; a generator does not travel, its state does. */
export interface AnnealingTask {
  readonly kind: 'anneal';
  readonly problem: Omit<AnnealingProblem, 'random'> & { readonly state: Uint32Array };
  /** One for each sweep. */
  readonly temperatures: Float64Array;
}

/** What a task came to. An exception is an answer too: a rejected promise is a thread that died. */
export interface Answer {
  readonly annealed?: Annealed | undefined;
  readonly refusal?: string;
}

export default function work(task: Task): Answer {
  try {
    return { annealed: run(task) };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

function run(task: Task): Annealed | undefined {
  if (task.kind === 'loop') {
    loops[task.operation](task.sizes, task.arrays, task.out, task.from, task.to);
    return undefined;
  }
  const { state, ...problem } = task.problem;
  return annealHere({ ...problem, random: new Xoshiro128(state) }, task.temperatures);
}
