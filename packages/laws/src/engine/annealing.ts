import { type AnnealingProblem, collapse, initialSpins } from '@mcover/core';
import { margins, Xoshiro128 } from '@mcover/core/internals';
import { demand, demandSame, type Law } from '../law.ts';
import { type EngineLike, type Held, standardOf } from './like.ts';
import { annealingCases, perceptronOf, refused, replicas } from './perceptron.ts';

/** From hot to frozen and back, so that what an engine keeps is counted, kept and dropped again. */
const thaw: readonly number[] = [3, 0.6, 0.3, 0.1, 0.03, 0.01, 0.01, 0.01, 0.2, 0.2, 0.05, 2, 0.5];

const annealerOf = (engine: EngineLike, problem: AnnealingProblem) => {
  demand(engine.annealer !== undefined, `${engine.name} does not anneal`);
  return engine.annealer(problem);
};

/** The sweeps after which an engine is put down, and goes on from where it stood. */
const putDown: readonly number[] = [2, 6];

/**
 * Weights, energy and accepted proposals after every sweep, also of an engine that is put down and goes on. Later sweeps draw from the generator's state, so that equal trajectories mean
 * equal states.
 *
 * @throws Error where they part.
 */
async function demandSameTrajectory(
  held: Held,
  problem: AnnealingProblem,
  temperatures: readonly number[] = thaw,
): Promise<void> {
  const plain = standardOf(held).standard.annealer(problem);
  let fast = await annealerOf(held.engine, problem);
  const { N, P, cost, bank, gamma } = problem;
  const which = `N = ${N}, P = ${P}, ${cost} cost, M = ${bank.M}, S = ${bank.S}, γ = ${gamma}`;
  const compare = async (where: string) => {
    demandSame([await fast.energy()], [plain.energy()], `energy ${where} (${which})`);
    demandSame(await fast.weights(), plain.weights(), `weights ${where} (${which})`);
  };
  await compare('at the start');
  for (const [sweep, temperature] of temperatures.entries()) {
    const accepted = plain.sweep(temperature);
    const count = await fast.sweep(temperature);
    const where = `after sweep ${sweep} at T = ${temperature}`;
    // A device does not count.
    if (count !== undefined) demandSame([count], [accepted!], `accepted ${where} (${which})`);
    await compare(where);
    if (!fast.snapshot || !putDown.includes(sweep)) continue;
    fast = await annealerOf(held.engine, { ...problem, ...fast.snapshot() });
  }
}

/** What holds for an engine that anneals: it is the reference, bit for bit. */
export const annealingLaws: readonly Law<Held>[] = [
  ...annealingCases.map(
    ({ title, long = false, problems, temperatures }): Law<Held> => ({
      title: `the reference trajectory: ${title}`,
      long,
      async check(held) {
        for (const problem of problems()) await demandSameTrajectory(held, problem, temperatures);
      },
    }),
  ),
  {
    title: 'a word that equals its threshold refuses the flip',
    async check({ engine }) {
      const problem = refused();
      demand(new Xoshiro128(problem.random.state).next() === 2 ** 32 - 1, 'the first word');
      const annealer = await annealerOf(engine, problem);
      await annealer.sweep(0.01);
      demandSame(await annealer.weights(), [-1], 'the weight');
    },
  },
  {
    title: 'several annealers may run in turn',
    async check({ engine }) {
      const first = perceptronOf(20, 30);
      const [alone, inTurn] = [await annealerOf(engine, first), await annealerOf(engine, first)];
      const other = await annealerOf(engine, perceptronOf(31, 40, replicas(3, 1)));
      for (const temperature of [1, 0.3, 0.1]) {
        await alone.sweep(temperature);
        await inTurn.sweep(temperature);
        await other.sweep(temperature);
      }
      demandSame(await inTurn.weights(), await alone.weights(), 'weights in turn');
      demandSame([await inTurn.energy()], [await alone.energy()], 'energy in turn');
    },
  },
  {
    title: 'margins at sums over covers are those of the patterns, and change nothing',
    async check({ engine }) {
      for (const M of [1, 2, 3, 7, 8, 200]) {
        for (const [N, P] of [1, 2, 63, 64, 65, 127, 128, 129, 300].map((N, i) => [N, 1 + 29 * i])) {
          const problem = perceptronOf(N, P, replicas(M, 1));
          const annealer = await annealerOf(engine, problem);
          if (!annealer.margins) return;
          const other = collapse(initialSpins(N, M, { root: 2, trial: 0 }), M);
          const sums = [
            other,
            other.map(() => M),
            other.map(() => -M),
            collapse(await annealer.weights(), M),
          ];
          for (const W of sums) {
            demandSame(annealer.margins(W), margins(problem.G, W), `margins of N = ${N}, M = ${M}`);
          }
          annealer.margins(other).fill(7);
          const unread = await annealerOf(engine, problem);
          await annealer.sweep(1);
          await unread.sweep(1);
          demandSame(await annealer.weights(), await unread.weights(), `weights of N = ${N}, M = ${M}`);
        }
      }
    },
  },
  {
    title: 'annealing leaves its problem as it was, and gives weights of the caller’s own',
    async check({ engine }) {
      const [before, again] = [perceptronOf(20, 30), perceptronOf(20, 30)];
      const annealer = await annealerOf(engine, before);
      await annealer.sweep(2);
      (await annealer.weights()).fill(0);
      demandSame(before.weights, again.weights, 'weights of the problem');
      demandSame(before.G, again.G, 'patterns of the problem');
      demandSame(before.random.state, again.random.state, 'generator of the problem');
      demandSame(before.bank.routes, again.bank.routes, 'routes of the problem');
      const weights = await annealer.weights();
      demand(
        weights.every((w) => Math.abs(w) === 1),
        `weights are ${weights}`,
      );
    },
  },
];
