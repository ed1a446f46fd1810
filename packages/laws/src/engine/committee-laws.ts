import { type CommitteeKnobs, type CommitteeProblem, collapse, hardError } from '@mcover/core';
import { demand, demandNear, demandSame, type Law } from '../law.ts';
import {
  anyCommittee,
  type CommitteeSizes,
  committeeOf,
  committeeTable,
  oneCover,
  ring,
  uniform,
} from './committee.ts';
import { batchOf, type EngineLike, type Held, standardOf, type TrainerLike, u } from './like.ts';

const knobs: CommitteeKnobs = { beta: 1.5, gamma: 2, rate: 0.1 };

const trainerOf = (engine: EngineLike, problem: CommitteeProblem) => {
  demand(engine.committee !== undefined, `${engine.name} does not train committees`);
  return engine.committee(problem);
};

const steps = async (trainer: TrainerLike<CommitteeKnobs>, batches: readonly Int32Array[]) => {
  const losses: number[] = [];
  for (const batch of batches) losses.push(await trainer.step(batch, knobs));
  return losses;
};

/**
 * Both engines after one step. Rounding a weight at the start, at the subtraction, and twice where its row is scaled
 * moves it by 4u of itself. Its gradient is below β/√K; hidden fields, sums of order one, are off by some u, which β and
 * the curvature of tanh make a relative error of the order of (1 + β)u: allowed is 8 times that.
 */
async function demandSameStep(held: Held, sizes: CommitteeSizes & { B: number }): Promise<void> {
  const { standard, slack } = standardOf(held);
  const { beta, rate } = knobs;
  const problem = committeeOf(sizes);
  const batch = batchOf(sizes.P, sizes.B, 1);
  const plain = standard.committee(problem);
  const fast = await trainerOf(held.engine, problem);
  const where = JSON.stringify(sizes);
  const loss = plain.step(batch, knobs);
  const lost = slack * 8 * u * (1 + beta) * sizes.M;
  demandNear([await fast.step(batch, knobs)], [loss], () => lost, `loss of ${where}`);
  const expected = plain.weights();
  const moved = (8 * rate * beta * (1 + beta)) / Math.sqrt(sizes.K);
  const allowed = (at: number) => slack * u * (4 * Math.abs(expected[at]) + moved);
  demandNear(await fast.weights(), expected, allowed, `weights of ${where}`);
  if (!fast.gradientNorm) return;
  // Each entry is off by as much as moves its weight, but for the rate.
  const most = (slack * u * moved * Math.sqrt(expected.length)) / rate;
  const norm = plain.gradientNorm!();
  demandNear([await fast.gradientNorm()], [norm], () => most, `norm of the gradient of ${where}`);
}

function demandUnitRows(weights: Float64Array, N: number): void {
  for (let row = 0; row < weights.length; row += N) {
    const square = weights.subarray(row, row + N).reduce((sum, w) => sum + w * w, 0);
    demand(Math.abs(square - 1) < 8 * u, `row ${row / N} has the square ${square}`);
  }
}

/** Committees that are read, with units and inputs that fill vectors, or do not. */
const errorSizes: readonly CommitteeSizes[] = [
  { N: 1, K: 1, P: 1, M: 1 },
  { N: 8, K: 4, P: 33, M: 2 },
  { N: 63, K: 3, P: 40, M: 1 },
  { N: 64, K: 5, P: 40, M: 3 },
  { N: 66, K: 8, P: 40, M: 1 },
  { N: 784, K: 9, P: 70, M: 1 },
  { N: 784, K: 9, P: 70, M: 4 },
];

/** Weights from random ones, among them some whose fields no single can tell from 0. */
const weightKinds: readonly (readonly [string, (w: number, at: number) => number])[] = [
  ['random rows', (w) => w],
  ['signs, whose fields may be 0', (w) => Math.sign(w)],
  ['signs, and less than a rounding of them', (w, at) => (at % 3 ? Math.sign(w) * 2 ** -28 : Math.sign(w))],
  ['zeros', () => 0],
  ['too large for sums of singles', (w) => Math.sign(w) * 3e38],
  ['too small for whole singles', (w) => w * 1e-43],
  ['no numbers', (w, at) => (at % 5 ? w : Number.NaN)],
];

/** What holds for an engine that trains committees. */
export const committeeLaws: readonly Law<Held>[] = [
  ...committeeTable.map((sizes): Law<Held> => {
    const { N, K, M, S = 0, B } = sizes;
    return {
      title: `a step is that of the standard: N = ${N}, K = ${K}, M = ${M}, S = ${S}, B = ${B}`,
      check: (held) => demandSameStep(held, sizes),
    };
  }),
  {
    title: 'a step is that of the standard: 80 committees of any size',
    async check(held) {
      for (const sizes of anyCommittee(80)) await demandSameStep(held, sizes);
    },
  },
  {
    title: 'epochs with attraction after each step are those of the standard',
    async check(held) {
      const { standard, slack } = standardOf(held);
      const problem = committeeOf({ N: 24, K: 3, P: 30, M: 3 });
      const [plain, fast] = [standard.committee(problem), await trainerOf(held.engine, problem)];
      for (let step = 0; step < 9; step++) {
        const batch = batchOf(30, 10, 10 * step);
        const loss = plain.step(batch, knobs);
        demandNear([await fast.step(batch, knobs)], [loss], () => slack * 1e-6, `loss of step ${step}`);
        plain.attract(0.1);
        await fast.attract(0.1);
      }
      demandNear(await fast.weights(), plain.weights(), () => slack * 1e-6, 'weights');
    },
  },
  {
    title: 'a step leaves nothing of the batch before, short or long',
    async check({ engine }) {
      const problem = committeeOf({ N: 19, K: 3, P: 40, M: 3, S: 4, kernel: uniform });
      const batches = [
        batchOf(40, 40),
        batchOf(40, 3, 5),
        batchOf(40, 33, 7),
        batchOf(40, 16, 1),
        batchOf(40, 1),
      ];
      const trainer = await trainerOf(engine, problem);
      for (const [i, batch] of batches.entries()) {
        const anew = await trainerOf(engine, { ...problem, weights: await trainer.weights() });
        demandSame(await steps(trainer, [batch]), await steps(anew, [batch]), `loss of batch ${i}`);
        demandSame(await trainer.weights(), await anew.weights(), `weights after batch ${i}`);
      }
    },
  },
  {
    title: 'the same bits come again, whatever else trains in turn',
    async check({ engine }) {
      const first = committeeOf({ N: 50, K: 3, P: 30, M: 4, S: 3, kernel: uniform });
      const other = await trainerOf(engine, committeeOf({ N: 20, K: 1, P: 30, M: 2 }));
      const [alone, inTurn] = [await trainerOf(engine, first), await trainerOf(engine, first)];
      for (let step = 0; step < 5; step++) {
        const batch = [batchOf(30, 20, step)];
        demandSame(await steps(inTurn, batch), await steps(alone, batch), `loss of step ${step}`);
        await steps(other, batch);
      }
      demandSame(await inTurn.weights(), await alone.weights(), 'weights');
    },
  },
  {
    title: 'uncoupled copies are each alone, bit for bit',
    async check({ engine }) {
      const problem = committeeOf({ N: 37, K: 3, P: 30, M: 5 });
      const batches = [0, 1, 2, 3, 4].map((step) => batchOf(30, 11, step));
      const together = await trainerOf(engine, problem);
      await steps(together, batches);
      const alone: number[] = [];
      for (let a = 0; a < 5; a++) {
        const trainer = await trainerOf(engine, oneCover(problem, a));
        await steps(trainer, batches);
        alone.push(...(await trainer.weights()));
      }
      demandSame(await together.weights(), alone, 'weights');
    },
  },
  {
    title: 'however sharp the committee is, losses are finite and rows of unit norm',
    async check({ engine }) {
      for (const beta of [100, 1e4, 1e6]) {
        const trainer = await trainerOf(
          engine,
          committeeOf({ N: 40, K: 5, P: 30, M: 4, S: 5, kernel: ring }),
        );
        for (let step = 0; step < 20; step++) {
          const loss = await trainer.step(batchOf(30, 10, step), { beta, gamma: beta, rate: 0.1 });
          demand(loss >= 0 && Number.isFinite(loss), `the loss of step ${step} is ${loss} at β = ${beta}`);
        }
        demandUnitRows(await trainer.weights(), 40);
      }
    },
  },
  ...weightKinds.map(
    ([kind, weight]): Law<Held> => ({
      title: `the error is that of the collapsed hard committee to the bit: ${kind}`,
      async check({ engine }) {
        for (const sizes of errorSizes) {
          const problem = committeeOf(sizes);
          const trainer = await trainerOf(engine, { ...problem, weights: problem.weights.map(weight) });
          if (!trainer.error) return;
          const W = collapse(await trainer.weights(), sizes.M);
          const others = [0, 1].map((trial) => committeeOf({ ...sizes, P: 150, trial }).patterns);
          for (const patterns of [problem.patterns, ...others, problem.patterns]) {
            const where = `the error of ${JSON.stringify(sizes)} on ${patterns.P} patterns`;
            demandSame([await trainer.error(patterns)], [hardError(W, sizes.K, patterns)], where);
            const J = W.map((w, q) => w + W[(q + 1) % W.length] / 3);
            const expected = hardError(J, sizes.K, patterns);
            demandSame([await trainer.error(patterns, J)], [expected], `${where}, of other weights`);
          }
        }
      },
    }),
  ),
  {
    title: 'reading the error does not disturb the training, and sees what it changed',
    async check({ engine }) {
      const problem = committeeOf({ N: 65, K: 5, P: 40, M: 3, S: 4, kernel: uniform });
      const [read, unread] = [await trainerOf(engine, problem), await trainerOf(engine, problem)];
      for (let step = 0; step < 4; step++) {
        const batch = [batchOf(40, 20, step)];
        await read.error?.(problem.patterns);
        demandSame(await steps(read, batch), await steps(unread, batch), `loss of step ${step}`);
        await read.attract(0.1);
        await unread.attract(0.1);
        if (!read.error) return;
        const expected = hardError(collapse(await unread.weights(), 3), 5, problem.patterns);
        demandSame([await read.error(problem.patterns)], [expected], `the error after step ${step}`);
      }
      demandSame(await read.weights(), await unread.weights(), 'weights');
    },
  },
  {
    title: 'a row of zeros stays where its gradient is zero',
    async check({ engine }) {
      const problem = committeeOf({ N: 12, K: 2, P: 10, M: 2 });
      const weights = new Float64Array(problem.weights.length);
      const trainer = await trainerOf(engine, { ...problem, weights });
      await trainer.step(batchOf(10, 5), { ...knobs, rate: 0 });
      demandSame(await trainer.weights(), new Float64Array(weights.length), 'weights');
    },
  },
  {
    title: 'training leaves its problem as it was, and gives weights of the caller’s own',
    async check({ engine }) {
      const sizes = { N: 12, K: 2, P: 10, M: 2, S: 3, kernel: ring };
      const [problem, again] = [committeeOf(sizes), committeeOf(sizes)];
      const trainer = await trainerOf(engine, problem);
      await steps(trainer, [batchOf(10, 5)]);
      await trainer.attract(0.1);
      demandSame(problem.weights, again.weights, 'weights of the problem');
      demandSame(problem.patterns.x, again.patterns.x, 'patterns of the problem');
      demandSame(problem.patterns.y, again.patterns.y, 'labels of the problem');
      demandSame(problem.bank.routes, again.bank.routes, 'routes of the problem');
      const weights = await trainer.weights();
      (await trainer.weights()).fill(7);
      demandSame(await trainer.weights(), weights, 'weights');
    },
  },
  {
    title: 'weights that replace others are scaled to rows of unit norm, and trained on',
    async check(held) {
      const { standard, slack } = standardOf(held);
      for (const M of [1, 3, 4]) {
        const problem = committeeOf({ N: 23, K: 3, P: 12, M });
        const plain = standard.committee(problem);
        const fast = await trainerOf(held.engine, problem);
        if (!fast.replace) return;
        await steps(fast, [batchOf(12, 6)]);
        const others = committeeOf({ N: 23, K: 3, P: 12, M, trial: 1 }).weights.map((w) => 3 * w);
        plain.replace(others);
        await fast.replace(others);
        const weights = await fast.weights();
        // Rounded where they are put, and twice where rows are scaled.
        demandNear(weights, plain.weights(), () => slack * 4 * u, `weights of M = ${M}`);
        demandUnitRows(weights, 23);
        const anew = await trainerOf(held.engine, { ...problem, weights });
        await steps(anew, [batchOf(12, 6, 2)]);
        await steps(fast, [batchOf(12, 6, 2)]);
        demandSame(await fast.weights(), await anew.weights(), `weights of M = ${M}, one step on`);
      }
    },
  },
  ...[1, 2, 4, 5].map(
    (M): Law<Held> => ({
      title: `attraction of ${M} copies is that of the standard`,
      async check(held) {
        const { standard, slack } = standardOf(held);
        const problem = committeeOf({ N: 23, K: 3, P: 4, M });
        for (const strength of [0.003, 0.5, 1]) {
          const plain = standard.committee(problem);
          const fast = await trainerOf(held.engine, problem);
          plain.attract(strength);
          await fast.attract(strength);
          // 4u as in a step, and M/2 more of the mean, which a row that shrinks to half its norm doubles.
          const allowed = slack * u * (4 + M);
          demandNear(await fast.weights(), plain.weights(), () => allowed, `weights at strength ${strength}`);
          demandUnitRows(await fast.weights(), 23);
        }
      },
    }),
  ),
  {
    title: 'attraction of strength 1 makes the copies one',
    async check({ engine }) {
      const trainer = await trainerOf(engine, committeeOf({ N: 9, K: 2, P: 4, M: 2 }));
      await trainer.attract(1);
      const w = await trainer.weights();
      demandNear(w.subarray(0, 18), w.subarray(18), () => 2 * u, 'the first copy');
    },
  },
];
