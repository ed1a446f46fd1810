import { average, type MlpKnobs, type MlpProblem } from '@mcover/core';
import { identityMixers, mlpLayers } from '@mcover/core/internals';
import { demand, demandNear, demandSame, type Law } from '../law.ts';
import { batchOf, type EngineLike, type Held, type MlpLike, standardOf, u } from './like.ts';
import { activations, losses, type NetworkSizes, networkOf, oneNetwork, routings } from './network.ts';

const knobs: MlpKnobs = { rate: 0.1, momentum: 0.9 };

export const trainerOf = (engine: EngineLike, problem: MlpProblem) => {
  demand(engine.mlp !== undefined, `${engine.name} does not train multilayer perceptrons`);
  return engine.mlp(problem);
};

/** Steps of every size of batch that a problem allows, the last one short. */
export function batchesOf({ B, patterns: { P } }: MlpProblem): Int32Array[] {
  return [batchOf(P, B), batchOf(P, B, 3), batchOf(P, Math.max(1, B - 3), 1)];
}

async function train(trainer: MlpLike, batches: readonly Int32Array[], by = knobs) {
  const losses: number[] = [];
  for (const batch of batches) losses.push(await trainer.step(batch, by));
  return { losses, weights: await trainer.weights() };
}

/**
 * Roundings on the longest way through a step: every layer's sum over its inputs, its blocks and covers, its bias and
 * activation; as many on the way back, and the sum over the batch.
 */
export function roundings({ widths, mixers, M, B }: MlpProblem): number {
  const layer = mlpLayers(widths).reduce((n, { inputs }, l) => n + inputs + mixers[l].G * M + 4, 0);
  return 2 * layer + B + 8;
}

const shapes: readonly Pick<NetworkSizes, 'widths' | 'B'>[] = [
  { widths: [7, 5], B: 9 },
  { widths: [13, 9, 4], B: 10 },
  { widths: [20, 17, 11, 6], B: 23 },
];

/** Networks of every activation, loss, number of covers and kind of mixing. */
const networkTable = shapes.flatMap((shape) =>
  activations.flatMap((activation) =>
    losses.map((loss) => ({
      title: `${shape.widths.join('-')}, ${activation}, ${loss} of losses`,
      activation,
      networks: [1, 3, 5].flatMap((M) =>
        routings
          .filter((routing) => M > 1 || routing === 'none')
          .map((routing): NetworkSizes => ({ ...shape, P: shape.B + 5, activation, loss, M, routing })),
      ),
    })),
  ),
);

/**
 * Fields and derivatives are of order one here, so that a rounding moves them by about u, and all of them together, at
 * their worst, by `roundings`·u. A weight moves by its rate times the sum of those of three steps, which Nesterov's
 * momentum makes 3(1 + m)², and is itself rounded at the start and after each step. A field that is as near to the kink
 * of its activation as that would break this; none is.
 */
async function demandSameSteps(held: Held, sizes: NetworkSizes): Promise<void> {
  const { standard, slack } = standardOf(held);
  const problem = networkOf(sizes);
  const where = JSON.stringify(sizes);
  const batches = batchesOf(problem);
  const plain = standard.mlp(problem);
  const expected = batches.map((batch) => plain.step(batch, knobs));
  const fast = await trainerOf(held.engine, problem);
  const found = await train(fast, batches);
  const rounded = slack * u * roundings(problem);
  const covers = problem.loss === 'sum' ? problem.M : 1;
  demandNear(found.losses, expected, () => covers * rounded, `losses of ${where}`);
  const moved = 3 * knobs.rate * (1 + knobs.momentum) ** 2;
  const weights = plain.weights();
  const allowed = (q: number) => rounded * moved + slack * 4 * u * Math.abs(weights[q]);
  demandNear(found.weights, weights, allowed, `weights of ${where}`);
  if (!fast.gradientNorm) return;
  // A readout, which may take the place of the gradient, leaves its norm.
  await fast.classes?.(problem.patterns);
  const off = covers * rounded * Math.sqrt(weights.length);
  const norm = plain.gradientNorm!();
  demandNear([await fast.gradientNorm()], [norm], () => off, `norm of the gradient of ${where}`);
}

/** Laws that are meant for engines with an activation, where not all have it. */
const ofEach = (
  title: string,
  check: (held: Held, activation: (typeof activations)[number]) => Promise<void>,
) =>
  activations.map(
    (activation): Law<Held> => ({
      title: `${title} (${activation})`,
      meant: (held) => has(held, activation),
      check: (held) => check(held, activation),
    }),
  );

const has = ({ engine }: Held, activation: string) =>
  (engine.activations ?? activations).includes(activation);

/** What holds for an engine that trains multilayer perceptrons. */
export const mlpLaws: readonly Law<Held>[] = [
  ...networkTable.map(
    ({ title, activation, networks }): Law<Held> => ({
      title: `three steps are those of the standard: ${title}`,
      meant: (held) => has(held, activation),
      async check(held) {
        for (const sizes of networks) await demandSameSteps(held, sizes);
      },
    }),
  ),
  {
    title: 'weights that replace others are there, with the momentum that was',
    async check({ engine }) {
      const single = engine.arithmetic === 'f64' ? (w: number) => w : Math.fround;
      const problem = networkOf({ widths: [13, 9, 4], M: 3, B: 10, P: 30, routing: 'none' });
      const [fast, same] = [await trainerOf(engine, problem), await trainerOf(engine, problem)];
      if (!fast.replace) return;
      for (const trainer of [fast, same]) await train(trainer, [batchOf(30, 10)]);
      const weights = await fast.weights();
      await fast.replace(weights.map((w) => w / 3));
      demandSame(
        await fast.weights(),
        weights.map((w) => single(w / 3)),
        'weights',
      );
      await fast.replace(weights);
      const [found, expected] = [await train(fast, [batchOf(30, 7)]), await train(same, [batchOf(30, 7)])];
      demandSame(found.weights, expected.weights, 'weights, one step on');
    },
  },
  {
    title: 'epochs with attraction after each step are those of the standard',
    async check(held) {
      const { standard, slack } = standardOf(held);
      const problem = networkOf({ widths: [13, 9, 4], M: 3, B: 10, P: 30, routing: 'none' });
      const [plain, fast] = [standard.mlp(problem), await trainerOf(held.engine, problem)];
      for (let step = 0; step < 9; step++) {
        const batch = batchOf(30, 10, 10 * step);
        const loss = plain.step(batch, knobs);
        demandNear([await fast.step(batch, knobs)], [loss], () => slack * 1e-5, `loss of step ${step}`);
        plain.attract(0.1);
        await fast.attract(0.1);
      }
      demandNear(await fast.weights(), plain.weights(), () => slack * 1e-5, 'weights');
    },
  },
  ...ofEach('uncoupled covers are networks of their own, bit for bit', async ({ engine }, activation) => {
    const problem = networkOf({ widths: [13, 9, 7, 4], M: 3, B: 10, activation });
    const batches = batchesOf(problem);
    const alone: number[] = [];
    for (let a = 0; a < 3; a++) {
      alone.push(...(await train(await trainerOf(engine, oneNetwork(problem, a)), batches)).weights);
    }
    const { weights } = await train(await trainerOf(engine, problem), batches);
    demandSame(weights, alone, 'weights');
  }),
  {
    title: 'covers of the mean loss move as those of the sum at 1/M of its rate',
    async check({ engine }) {
      const problem = networkOf({ widths: [8, 6, 3], M: 4, B: 6, loss: 'mean' });
      const batches = batchesOf(problem);
      const quarter = { ...knobs, rate: knobs.rate / 4 };
      const sum = await train(await trainerOf(engine, { ...problem, loss: 'sum' }), batches, quarter);
      const mean = await train(await trainerOf(engine, problem), batches);
      demandSame(mean.weights, sum.weights, 'weights');
      demandSame(
        mean.losses,
        sum.losses.map((loss) => loss / 4),
        'losses',
      );
    },
  },
  ...ofEach(
    'exact uniform mixing trains the averaged network, and keeps the covers apart',
    async (held, activation) => {
      for (const loss of losses) await demandAveraged(held, { activation, loss });
    },
  ),
  {
    title: 'the same bits come again, whatever else trains in turn',
    async check({ engine }) {
      const problem = networkOf({ widths: [13, 9, 4], M: 3, B: 10, routing: 'empirical' });
      const [alone, inTurn] = [await trainerOf(engine, problem), await trainerOf(engine, problem)];
      const other = await trainerOf(engine, networkOf({ widths: [5, 3, 2], M: 2, B: 7 }));
      for (let step = 0; step < 5; step++) {
        const batch = batchOf(10, 10 - step, step);
        demandSame(
          [await inTurn.step(batch, knobs)],
          [await alone.step(batch, knobs)],
          `loss of step ${step}`,
        );
        await other.step(batchOf(7, 7), knobs);
      }
      demandSame(await inTurn.weights(), await alone.weights(), 'weights');
    },
  },
  {
    title: 'training leaves its problem as it was, and gives weights of the caller’s own',
    async check({ engine }) {
      const sizes: NetworkSizes = { widths: [6, 5, 3], M: 2, B: 4, routing: 'exact' };
      const [problem, again] = [networkOf(sizes), networkOf(sizes)];
      const trainer = await trainerOf(engine, problem);
      await trainer.step(batchOf(4, 4), knobs);
      await trainer.attract(0.1);
      demandSame(problem.weights, again.weights, 'weights of the problem');
      demandSame(problem.patterns.labels, again.patterns.labels, 'labels of the problem');
      problem.mixers.forEach(({ Q }, l) => {
        demandSame(Q, again.mixers[l].Q, `mixers of layer ${l} of the problem`);
      });
      const weights = await trainer.weights();
      (await trainer.weights()).fill(7);
      demandSame(await trainer.weights(), weights, 'weights');
    },
  },
  ...[1, 2, 5].map(
    (M): Law<Held> => ({
      title: `attraction of ${M} copies is that of the standard`,
      async check(held) {
        const { standard, slack } = standardOf(held);
        const problem = networkOf({ widths: [13, 9, 4], M, B: 4 });
        const most = problem.weights.reduce((size, w) => Math.max(size, Math.abs(w)), 0);
        for (const strength of [0.003, 0.5, 1]) {
          const plain = standard.mlp(problem);
          const fast = await trainerOf(held.engine, problem);
          plain.attract(strength);
          await fast.attract(strength);
          // The rounding of the weight, M of the mean, and three of the pull, at most twice the largest weight.
          const allowed = slack * u * most * (M + 7);
          demandNear(await fast.weights(), plain.weights(), () => allowed, `weights at strength ${strength}`);
        }
      },
    }),
  ),
];

/** Covers whose block messages are averaged are, as their mean goes, one network. */
async function demandAveraged(
  { engine }: Held,
  how: Required<Pick<NetworkSizes, 'activation' | 'loss'>>,
): Promise<void> {
  const [widths, M] = [[13, 9, 7, 4], 4];
  const problem = networkOf({ widths, M, B: 10, ...how, routing: 'uniform' });
  const [{ biases }] = mlpLayers(widths);
  const size = problem.weights.length / M;
  // Biases, and the weights that send them their gradients, are the same in all covers.
  for (let a = 1; a < M; a++) problem.weights.copyWithin(a * size + biases, biases, size);
  const base = { ...problem, M: 1, mixers: identityMixers(widths, 1), weights: average(problem.weights, M) };
  const batches = batchesOf(problem);
  const rate = how.loss === 'sum' ? knobs.rate : knobs.rate / M;
  const found = await train(await trainerOf(engine, problem), batches);
  const expected = await train(await trainerOf(engine, base), batches, { ...knobs, rate });
  const allowed = () => 4 * u * roundings(problem);
  demandNear(average(found.weights, M), expected.weights, allowed, 'the mean');
  const covers = how.loss === 'sum' ? M : 1;
  const total = expected.losses.map((loss) => covers * loss);
  demandNear(found.losses, total, () => covers * allowed(), 'losses');
  const apart = (w: Float64Array) => w.map((value, q) => value - w[q % size]);
  demandNear(apart(found.weights), apart(problem.weights), allowed, 'what the covers are apart');
  const moved = found.weights.reduce((most, w, q) => Math.max(most, Math.abs(w - problem.weights[q])), 0);
  demand(moved > 0.01, `weights move by ${moved}`);
  const spread = apart(found.weights).reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  demand(spread > 0.1, `covers are ${spread} apart`);
}
