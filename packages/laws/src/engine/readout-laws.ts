import { average, type Classified, type MlpProblem } from '@mcover/core';
import { classError, points, shareWrong } from '@mcover/core/internals';
import { demand, demandSame, type Law } from '../law.ts';
import { batchOf, type EngineLike, type Held } from './like.ts';
import { trainerOf } from './mlp-laws.ts';
import { activations, classesOf, networkOf, routings } from './network.ts';

const knobs = { rate: 0.1, momentum: 0.9 };

async function readerOf(engine: EngineLike, problem: MlpProblem) {
  const trainer = await trainerOf(engine, problem);
  demand(trainer.classes !== undefined, `${engine.name} does not tell classes`);
  const error = async (patterns: Classified) => shareWrong(await trainer.classes!(patterns), patterns);
  return { trainer, error };
}

/** What holds for an engine that reads out the errors of multilayer perceptrons. */
export const readoutLaws: readonly Law<Held>[] = [
  // No pattern's two largest logits are as near to each other as rounding moves them.
  ...activations.map(
    (activation): Law<Held> => ({
      title: `the error is that of the averaged covers in the plain network (${activation})`,
      async check({ engine }) {
        const single = engine.arithmetic === 'f64' ? (w: number) => w : Math.fround;
        for (const routing of routings) {
          for (const widths of [
            [7, 5],
            [20, 17, 11, 6],
          ]) {
            const problem = networkOf({ widths, M: 3, B: 10, activation, routing });
            const { trainer, error } = await readerOf(engine, problem);
            const patterns = classesOf(widths[0], 237, widths[widths.length - 1], 1);
            await trainer.step(batchOf(10, 10), knobs);
            const expected = classError(problem, average(await trainer.weights(), 3).map(single), patterns);
            demandSame([await error(patterns)], [expected], `the error of ${widths}, ${routing}`);
            demand(expected > 0.4, `an error of ${expected} tells little`);
            const w = average(problem.weights, 3).map((value, q) => single(value / (2 + (q % 3))));
            const found = shareWrong(await trainer.classes!(patterns, w), patterns);
            demandSame([found], [classError(problem, w, patterns)], `the error of other weights, ${routing}`);
          }
        }
      },
    }),
  ),
  {
    title: 'the error falls to 0 on patterns that were learnt, whatever the batch',
    async check({ engine }) {
      for (const B of [1, 7, 24]) {
        const problem = networkOf({ widths: [20, 16, 6], M: 3, B, P: 24, routing: 'uniform' });
        const { trainer, error } = await readerOf(engine, problem);
        for (let step = 0; step < 300 * Math.ceil(24 / B); step++) {
          await trainer.step(batchOf(24, B, step * B), { rate: 0.02, momentum: 0.9 });
        }
        demandSame([await error(problem.patterns)], [0], `the error after batches of ${B}`);
      }
    },
  },
  {
    title: 'the error takes the first of equal logits',
    async check({ engine }) {
      const problem = networkOf({ widths: [3, 4], M: 2, B: 2 });
      problem.weights.fill(0);
      const labels = Uint8Array.of(0, 1, 2, 3, 0);
      const patterns = points({ N: 3, P: 5, x: new Float32Array(15).fill(1), labels });
      const threes = points({ ...patterns, labels: labels.map(() => 3) });
      const read = async (of = patterns) => (await readerOf(engine, problem)).error(of);
      demandSame([await read()], [3 / 5], 'the error of equal logits');
      // Classes 1 and 2 of both covers, then class 2 of their mean alone.
      for (const c of [1, 2]) problem.weights[12 + c] = 1;
      demandSame([await read()], [4 / 5], 'the error of two that are equal');
      problem.weights[16 + 12 + 2] = 1e-6;
      demandSame([await read()], [4 / 5], 'the error of one that is larger by little');
      problem.weights[16 + 12 + 3] = 2;
      demandSame([await read(threes)], [0], 'the error of the largest');
    },
  },
  ...routings.map(
    (routing): Law<Held> => ({
      title: `reading the error does not disturb the training (${routing})`,
      async check({ engine }) {
        const problem = networkOf({ widths: [13, 9, 7, 4], M: 3, B: 10, activation: 'sign', routing });
        const { trainer: read, error } = await readerOf(engine, problem);
        const unread = await trainerOf(engine, problem);
        const patterns = classesOf(13, 33, 4, 2);
        for (let step = 0; step < 4; step++) {
          const batch = batchOf(10, 10 - step, step);
          await error(patterns);
          demandSame(
            [await read.step(batch, knobs)],
            [await unread.step(batch, knobs)],
            `loss of step ${step}`,
          );
        }
        demandSame(await read.weights(), await unread.weights(), 'weights');
        demandSame([await error(patterns)], [await error(patterns)], 'the error, read twice');
      },
    }),
  ),
];
