import { gauge, sampleBank, spin, stream, teacherStudent, uniform } from '@mcover/core';
import { identityMixers, initialMlp, perceptronProblem, points } from '@mcover/core/internals';
import type { Device } from '../operations/call.ts';
import { routedFields } from '../operations/routed.ts';
import type { Annealers } from './annealers.ts';
import type { Trainers } from './trainers.ts';

/** Milliseconds that a device is timed for, after a first call: two devices are compared in about a second. */
const budget = 500;

const seed = { root: 1, trial: 0 };

/** Trials that are timed together: a smaller batch was not shown to be faster on the GPU. */
export const calibratedTrials = 64;

/**
 * Milliseconds that a device takes for the routed fields of a committee (K = 9, N = 784, 100 patterns, M = S = 4; 11
 * million products), with all that travels.
 */
export async function timeOfFields(device: Device, now: () => number): Promise<number> {
  const [N, K, P, M, S] = [784, 9, 100, 4, 4];
  const random = stream(seed, 'calibration', { N, K, P, M, S });
  const bank = sampleBank({ N: K * N, M, S, kernel: { kind: 'uniform' } }, random);
  const x = Int8Array.from({ length: N * P }, () => spin(random));
  const weights = new Float32Array(M * K * N).fill(1 / 28);
  return least(() => routedFields(device, { N, K, P, x, bank }, weights), now);
}

/**
 * Milliseconds that a device takes for a sweep of `calibratedTrials` annealings (N = 501, P = 792, M = S = 3). Whole annealings have
 * thousands of sweeps, so that what travels before them is taken off.
 */
export async function timeOfSweep(annealers: Annealers, now: () => number): Promise<number> {
  const [N, P, sweeps] = [501, 792, 8];
  const data = teacherStudent(N, P, seed);
  const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
  const coupling = { kind: 'routing', M: 3, S: 3, kernel } as const;
  const problem = perceptronProblem({ N, P, G: gauge(data.x, data.y) }, { cost: 'linear', coupling }, seed);
  const batch = Array.from({ length: calibratedTrials }, () => problem);
  const anneal = (count: number) => annealers.anneal(batch, new Float64Array(count).fill(0.1));
  const without = await least(() => anneal(0), now);
  return Math.max(0, (await least(() => anneal(sweeps), now)) - without) / sweeps;
}

/** The network that is timed, the paper's with one cover (Table 4): a smaller step was not shown to be faster on the GPU. */
export const calibratedNetwork = { widths: [784, 512, 512, 10], B: 256 };

/** Steps that are asked for at once: whole epochs are. */
const calibratedSteps = 4;

/** Milliseconds of a step of `calibratedNetwork`, by the trainings that go on at once. */
export async function timeOfStep(trainers: Trainers, now: () => number): Promise<number> {
  const { widths, B } = calibratedNetwork;
  const [N, classes] = [widths[0], widths[widths.length - 1]];
  const random = stream(seed, 'calibration', { N, B });
  const x = Float32Array.from({ length: N * B }, () => 2 * uniform(random) - 1);
  const labels = Uint8Array.from({ length: B }, (_, mu) => mu % classes);
  const trainer = await trainers.begin({
    ...calibratedNetwork,
    activation: 'relu',
    loss: 'sum',
    M: 1,
    mixers: identityMixers(widths, 1),
    patterns: points({ N, P: B, x, labels }),
    weights: initialMlp({ widths, noise: 0 }, seed),
  });
  const batch = Int32Array.from({ length: B }, (_, mu) => mu);
  const step = () => trainer.step(batch, { rate: 0.01, momentum: 0.9 });
  try {
    const steps = () => Promise.all(Array.from({ length: calibratedSteps }, step));
    return (await least(steps, now)) / calibratedSteps / trainers.atOnce;
  } finally {
    trainer.destroy();
  }
}

/** The least time of a call within the budget, after one that compiles. A slow device has that one only. */
async function least(call: () => Promise<unknown>, now: () => number): Promise<number> {
  const timed = async () => {
    const start = now();
    await call();
    return now() - start;
  };
  const first = await timed();
  let shortest = first;
  for (const end = now() + budget - first; now() < end; ) shortest = Math.min(shortest, await timed());
  return shortest;
}
