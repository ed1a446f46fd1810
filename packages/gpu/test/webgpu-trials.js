import { hiddenManifoldClasses } from '@mcover/core';
import { runMlp } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { openWebGpuTrainers } from '../dist/choice/trainers.js';
import { mlpTrial } from '../dist/mlp-trials.js';
import { demand, refusal } from './webgpu-support.js';

/** Whole trials on a device against those of the WebAssembly engine. Runs wherever there is a device: webgpu.test.ts. */

const seed = { root: 6, trial: 0 };
const test = 300;
const task = hiddenManifoldClasses({ N: 30, D: 5, P: 150, test, classes: 3 }, seed);
const base = {
  widths: [30, 16, 12, 3],
  activation: 'relu',
  loss: 'sum',
  B: 32,
  epochs: 4,
  rate: 0.05,
  momentum: 0.9,
  noise: 0.01,
};
const kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };

/** Errors may differ by two patterns, of which a training in another order of sums may turn some. */
async function sameTrial(coupling) {
  const params = { ...base, ...coupling };
  const here = runMlp(params, task, seed, wasmEngine);
  const trainers = await openWebGpuTrainers();
  const { testError, trainError, epochs } = await mlpTrial(trainers, params, task, seed);
  await trainers.close();
  demand(epochs === 4, `${epochs} epochs`);
  demand(here.testError < 0.5, `nothing is learnt: ${here.testError}`);
  demand(Math.abs(testError - here.testError) <= 2.5 / test, `${testError} where ${here.testError}`);
  demand(Math.abs(trainError - here.trainError) <= 2.5 / 150, `${trainError} where ${here.trainError}`);
}

export const trialChecks = {
  'replicas that attract end where the CPU does': () =>
    sameTrial({ M: 3, attraction: 0.3, attractionGrowth: 1.05 }),
  'M-cover ends where the CPU does': () => sameTrial({ M: 3, kernel, G: 4, S: 5 }),
  'a trial whose device is lost in mid-run ends': async () => {
    const trainers = await openWebGpuTrainers();
    setTimeout(() => trainers.close(), 200);
    const error = await refusal(() => mlpTrial(trainers, { ...base, epochs: 1e5 }, task, seed));
    demand(error.fault === 'lost', `${error}`);
  },
};
