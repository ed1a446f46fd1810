import { descentOf, finish, hiddenManifoldClasses, training } from '@mcover/core';
import { finishRemotely, mlpProblem, shareWrong } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { openWebGpuTrainers } from '../dist/choice/trainers.js';
import { trainOnDevice } from '../dist/mlp-training.js';
import { demand, refusal } from './webgpu-support.js';

/** Whole trials on a device against those of the WebAssembly engine. Runs wherever there is a device: webgpu.test.ts. */

const seed = { root: 6, trial: 0 };
const test = 300;
const task = hiddenManifoldClasses({ N: 30, D: 5, P: 150, test, classes: 3 }, seed);
const base = { widths: [30, 16, 12, 3], activation: 'relu', loss: 'sum', B: 32, noise: 0.01 };
const knobs = { rate: 0.05, momentum: 0.9 };
const kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
const alone = { kind: 'alone', M: 1 };

/** A training of networks that are coupled so. */
function trainingOf({ epochs = 4, ...mixed }) {
  const { coupling } = mixed;
  const problem = mlpProblem({ ...base, ...mixed }, task.train, seed);
  const steps = { knobs: () => knobs, done: () => false, epochs, rate: knobs.rate };
  return { problem, task, descent: descentOf({ P: task.train.P, B: base.B, ...steps, coupling }, seed) };
}

/** Where the WebAssembly engine ends. */
function endHere({ problem, descent }) {
  const trainer = wasmEngine.mlp(problem);
  const read = (epochs) => ({
    testError: shareWrong(trainer.classes(task.test), task.test),
    trainError: shareWrong(trainer.classes(task.train), task.train),
    epochs,
  });
  return finish(
    training(trainer, descent, { M: problem.M, shape: [], collapsed: (weights) => weights, read }),
  );
}

/** Errors may differ by two patterns, of which a training in another order of sums may turn some. */
async function sameTrial(mixed) {
  const here = endHere(trainingOf(mixed));
  const trainers = await openWebGpuTrainers();
  const { running, destroy } = await trainOnDevice(trainers, trainingOf(mixed));
  const { testError, trainError, epochs } = await finishRemotely(running);
  destroy();
  await trainers.close();
  demand(epochs === 4, `${epochs} epochs`);
  demand(here.testError < 0.5, `nothing is learnt: ${here.testError}`);
  demand(Math.abs(testError - here.testError) <= 2.5 / test, `${testError} where ${here.testError}`);
  demand(Math.abs(trainError - here.trainError) <= 2.5 / 150, `${trainError} where ${here.trainError}`);
}

export const trialChecks = {
  'replicas that attract end where the CPU does': () =>
    sameTrial({ coupling: { kind: 'attraction', M: 3, strength: 0.3, growth: 1.05 } }),
  'M-cover ends where the CPU does': () =>
    sameTrial({ coupling: { kind: 'routing', M: 3, S: 5, kernel }, G: 4 }),
  'a trial whose device is lost in mid-run ends': async () => {
    const trainers = await openWebGpuTrainers();
    setTimeout(() => trainers.close(), 200);
    const endless = async () => {
      const { running } = await trainOnDevice(trainers, trainingOf({ coupling: alone, epochs: 1e5 }));
      return finishRemotely(running);
    };
    const error = await refusal(endless);
    demand(error.fault === 'lost', `${error}`);
  },
};
