import { hiddenManifoldClasses, nesterovRule, stream } from '@mcover/core';
import { attract, initialMlp, miniBatches, mlpGradient, mlpMixers } from '@mcover/core/internals';
import { DeviceError, mlpOnDevice, trainingSpeed } from '../dist/webgpu/index.js';
import { demand, lesser, refusal, relativeError } from './webgpu-support.js';

/** Training on a device against the plain engine's doubles. Runs wherever there is a device: webgpu.test.ts. */

const seed = { root: 3, trial: 0 };
const knobs = { rate: 0.05, momentum: 0.9 };
const P = 43;
const B = 16;

/** A problem for the device and for core, of which the last batch of an epoch has 11 patterns. */
export function trainingProblem({ widths, M = 1, G = 1, loss = 'sum', mixing = 'empirical' }) {
  const [N, classes] = [widths[0], widths[widths.length - 1]];
  const { train } = hiddenManifoldClasses({ N, D: 8, P, test: 1, classes }, seed);
  const kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
  const coupling = { kind: 'routing', M, S: 3, kernel };
  const mixers = mlpMixers(widths, { coupling, G, mixing }, seed);
  const weights = initialMlp({ widths, M, noise: 0.05 }, seed);
  return { widths, activation: 'relu', loss, M, B, mixers, patterns: train, weights };
}

const epochs = (count) => {
  const next = miniBatches(P, B, stream(seed, 'batches', { P, B }));
  // A copy: the next epoch shuffles the same order.
  return Array.from({ length: count }, () => next.next().map((batch) => batch.slice())).flat();
};

/** Loss, gradient and parameters of 21 steps, with an attraction between them. */
async function sameTraining(device, shape) {
  const given = trainingProblem(shape);
  const fast = await mlpOnDevice(device, given);
  const weights = given.weights.slice();
  const gradient = new Float64Array(weights.length);
  const rule = nesterovRule(weights.length);
  const lossAndGradient = mlpGradient(given);
  for (const [n, batch] of epochs(7).entries()) {
    const expected = lossAndGradient(weights, batch, gradient);
    rule(weights, gradient, knobs);
    const loss = await fast.step(batch, knobs);
    const errors = {
      loss: Math.abs(loss / expected - 1),
      gradient: relativeError(await fast.gradient(), gradient),
    };
    if (n === 9) {
      attract(weights, given.M, 0.25);
      await fast.attract(0.25);
    }
    for (const [what, error] of Object.entries(errors)) {
      demand(error < 2e-6, `the ${what} of step ${n} is off by ${error}`);
    }
  }
  const error = relativeError(await fast.weights(), weights);
  demand(error < 2e-6, `the parameters are off by ${error} at the end`);
  fast.destroy();
}

export const trainingChecks = {
  'one cover': (device) => sameTraining(device, { widths: [13, 9, 5] }),
  'no hidden layer': (device) => sameTraining(device, { widths: [7, 4], M: 2, G: 3 }),
  'three covers, unequal blocks, the sum loss': (device) =>
    sameTraining(device, { widths: [13, 11, 10, 5], M: 3, G: 4 }),
  'three covers, one block, the mean loss': (device) =>
    sameTraining(device, { widths: [20, 9, 6, 3], M: 3, loss: 'mean', mixing: 'marginal' }),
  'sizes over a tile of products': (device) => sameTraining(device, { widths: [70, 67, 3], M: 2, G: 1 }),
  'steps that are not waited for are done in order': async (device) => {
    const given = trainingProblem({ widths: [13, 9, 5] });
    const [waiting, running] = [await mlpOnDevice(device, given), await mlpOnDevice(device, given)];
    const batches = epochs(4);
    const losses = [];
    for (const batch of batches) losses.push(await waiting.step(batch, knobs));
    const all = await Promise.all(batches.map((batch) => running.step(batch, knobs)));
    demand(new Set(losses).size === losses.length, 'each step has a loss of its own');
    demand(JSON.stringify(all) === JSON.stringify(losses), `${all} are not ${losses}`);
  },
  'what cannot be trained is refused': async (device) => {
    const given = trainingProblem({ widths: [13, 9, 5] });
    const tanh = await refusal(() => mlpOnDevice(device, { ...given, activation: 'tanh' }));
    demand(tanh.path === 'activation', tanh.message);
    const small = lesser(device, { maxStorageBufferBindingSize: 13 * P * 4 - 1 });
    const large = await refusal(() => mlpOnDevice(small, given));
    demand(large instanceof DeviceError && large.fault === 'limit', large.message);
    demand(large.message.includes(`patterns take ${13 * P * 4} bytes`), large.message);
    const trainer = await mlpOnDevice(device, given);
    const long = await refusal(() => trainer.step(new Int32Array(17), knobs));
    demand(/17 patterns, where 1…16/.test(long.message), long.message);
  },
  'epochs that are timed learn': async (device) => {
    let seconds = 0;
    const at = { widths: [6, 8, 3], M: 1, P: 300, epochs: 2 };
    const speed = await trainingSpeed(device, at, () => 1000 * seconds++);
    // The clock is read twice, around two epochs of two steps.
    demand(speed.secondsPerEpoch === 0.5 && speed.millisecondsPerStep === 250, JSON.stringify(speed));
    const [first, last] = speed.losses;
    demand(last < first && Math.abs(first - Math.log(3)) < 0.3, `${first} to ${last}`);
  },
};
