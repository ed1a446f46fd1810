import { Worker } from 'node:worker_threads';
import type { MlpProblem, MlpTrainer } from '@mcover/core';
import { activations, batchesOf, networkOf, routings } from '@mcover/laws';
import {
  dismiss,
  HelperLost,
  helpedWasmEngine,
  helping,
  type SharedWork,
  tellLost,
  wasmEngine,
} from '@mcover/wasm';
import { afterEach, describe, expect, it } from 'vitest';

const knobs = { rate: 0.1, momentum: 0.9 };

/** Large enough that products, mixing and rows are all worth sharing. */
const sizes = { widths: [90, 83, 41, 10], B: 100, P: 130 };

const helpsIn = `const { workerData } = require('node:worker_threads');
import('@mcover/wasm').then(({ help }) => help(workerData));`;

/** Comes, takes a part as `take` does, and ends. */
const endsIn = `const { workerData } = require('node:worker_threads');
const words = new Int32Array(workerData.board);
Atomics.add(words, 32, 1);
for (;;) {
  const turn = Atomics.load(words, 0);
  const isLeft = (turn & 1023) < ((turn >> 10) & 1023);
  if (isLeft && Atomics.compareExchange(words, 0, turn, turn + 1) === turn) process.exit();
}`;

let open: { work: SharedWork; threads: Worker[] }[] = [];

/** A thread more that helps with a training. */
async function helper({ work, threads }: (typeof open)[number], code = helpsIn): Promise<Worker> {
  const thread = new Worker(code, { eval: true, workerData: work });
  threads.push(thread);
  while (helping(work) < threads.length) await new Promise((resolve) => setTimeout(resolve, 5));
  return thread;
}

/** A training that other threads may help with. */
function helped(problem: MlpProblem, most = 2) {
  const works: SharedWork[] = [];
  const trainer = helpedWasmEngine({ most, offer: (work) => works.push(work) }).mlp(problem);
  const [work] = works;
  const one = { work, threads: [] };
  open.push(one);
  return { trainer, work, helper: (code?: string) => helper(one, code) };
}

afterEach(async () => {
  for (const { work, threads } of open) {
    dismiss(work);
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  open = [];
});

/** Everything that a training shows, after steps, attraction and a readout of whole and of short batches. */
function shownBy(trainer: MlpTrainer, problem: MlpProblem) {
  const losses = batchesOf(problem).map((batch) => {
    const loss = trainer.step(batch, knobs);
    trainer.attract(0.03);
    return loss;
  });
  const classes = trainer.classes(problem.patterns);
  return { losses, weights: trainer.weights(), norm: trainer.gradientNorm?.(), classes };
}

/** Shared calls so far, as the words of the board count them. */
const calls = ({ board }: SharedWork) => new Int32Array(board)[0] >> 20;

describe.each([{ M: 1, routing: 'none' }, ...routings.map((routing) => ({ M: 3, routing }))] as const)(
  'M = $M, mixers $routing',
  ({ M, routing }) => {
    it.each(activations)('one, two and three threads train to the same bits (%s)', async (activation) => {
      const problem = networkOf({ ...sizes, M, routing, activation });
      const expected = shownBy(wasmEngine.mlp(problem), problem);
      for (const helpers of [0, 1, 2]) {
        const { trainer, work, helper } = helped(problem);
        for (let i = 0; i < helpers; i++) await helper();
        expect(shownBy(trainer, problem)).toEqual(expected);
        // More than ten calls of each of three steps, or none.
        expect(calls(work) > 30).toBe(helpers > 0);
      }
    });
  },
);

describe('threads that help', () => {
  it('may come at any time', async () => {
    const problem = networkOf({ ...sizes, M: 3, routing: 'empirical' });
    const [alone, { trainer, helper }] = [wasmEngine.mlp(problem), helped(problem)];
    for (let come = 0; come < 3; come++) {
      if (come > 0) await helper();
      expect(shownBy(trainer, problem)).toEqual(shownBy(alone, problem));
    }
  });

  it('leave a training that is over, and one that was over before they came', async () => {
    const problem = networkOf({ ...sizes, M: 1 });
    const { trainer, work, helper } = helped(problem);
    const ended = (thread: Worker) => new Promise((resolve) => thread.once('exit', resolve));
    const first = ended(await helper());
    trainer.step(batchesOf(problem)[0], knobs);
    dismiss(work);
    expect(await first).toBe(0);
    expect(await ended(new Worker(helpsIn, { eval: true, workerData: work }))).toBe(0);
  });

  it('do not compute calls that are not worth it', async () => {
    const problem = networkOf({ widths: [9, 7, 4], M: 1, B: 10 });
    const { trainer, work, helper } = helped(problem, 1);
    await helper();
    expect(shownBy(trainer, problem)).toEqual(shownBy(wasmEngine.mlp(problem), problem));
    expect(calls(work)).toBe(0);
  });

  it('are not missed where they have ended and nothing was theirs to do', async () => {
    const problem = networkOf({ ...sizes, M: 1 });
    const { trainer, work, helper } = helped(problem);
    await (await helper()).terminate();
    tellLost(work);
    expect(shownBy(trainer, problem)).toEqual(shownBy(wasmEngine.mlp(problem), problem));
  });

  it('that end with a part of a call that they had taken are missed', async () => {
    const problem = networkOf({ ...sizes, M: 1 });
    const { trainer, work, helper } = helped(problem);
    await helper(endsIn);
    tellLost(work);
    const steps = () => {
      for (let step = 0; step < 100; step++) trainer.step(batchesOf(problem)[0], knobs);
    };
    expect(steps).toThrow(HelperLost);
  });
});
