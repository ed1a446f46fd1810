import { gauge, referenceEngine, teacherStudent } from '@mcover/core';
import { perceptronProblem, Xoshiro128 } from '@mcover/core/internals';
import { annealingSpeed, batchedAnnealer, DeviceError, mostTrials, shapeOf } from '../dist/webgpu/index.js';
import { demand, lesser, refusal } from './webgpu-support.js';

/** Batched annealing against the plain engine, bit for bit. Runs wherever there is a device: webgpu.test.ts. */

/** From hot to frozen and back; some twice in a row. */
const thaw = [3, 0.6, 0.3, 0.1, 0.03, 0.01, 0.01, 0.01, 0.2, 0.2, 0.05, 2, 0.5];

const alone = { kind: 'alone', M: 1 };
const replicas = { kind: 'attraction', M: 3, strength: 1, growth: 1 };
const routing = (M, S, kernel) => ({ kind: 'routing', M, S, kernel });

export function problem({ N, P, cost = 'linear', coupling = alone }, trial = 0, root = 11) {
  const seed = { root, trial };
  const data = teacherStudent(N, P, seed);
  return perceptronProblem({ N, P, G: gauge(data.x, data.y) }, { cost, coupling }, seed);
}

const batch = (shape, trials) => Array.from({ length: trials }, (_, trial) => problem(shape, trial));

/** Weights and energies of every trial at the start, in mid-run and at the end. */
export async function sameTrajectories(device, problems, temperatures = thaw) {
  const fast = await batchedAnnealer(device, problems);
  const plain = problems.map((one) => referenceEngine.annealer(one));
  const compare = async (where) => {
    const [weights, energies] = await Promise.all([fast.weights(), fast.energies()]);
    plain.forEach((one, trial) => {
      const expected = one.weights();
      const equal =
        weights[trial].length === expected.length && expected.every((w, i) => w === weights[trial][i]);
      demand(equal, `weights of trial ${trial} differ ${where}`);
      demand(
        energies[trial] === one.energy(),
        `energy ${energies[trial]} of trial ${trial}, not ${one.energy()} ${where}`,
      );
    });
  };
  await compare('at the start');
  const half = Math.ceil(temperatures.length / 2);
  for (const part of [temperatures.slice(0, half), temperatures.slice(half)]) {
    await fast.sweep(part);
    for (const one of plain) for (const temperature of part) one.sweep(temperature);
    await compare(`after ${part}`);
  }
  fast.destroy();
}

const couplings = {
  'one copy': alone,
  replicas,
  'a routed bank': routing(3, 5, { kind: 'directed-ring', mu: 2, sigma: 1.5 }),
};

const trajectories = {};
for (const [name, coupling] of Object.entries(couplings)) {
  for (const cost of ['linear', 'count']) {
    for (const [N, P] of [
      [24, 39],
      [33, 64],
    ]) {
      trajectories[`${name}, ${cost} cost, N = ${N}, P = ${P}`] = (device) =>
        sameTrajectories(device, batch({ N, P, cost, coupling }, 3));
    }
  }
}

export const annealingChecks = {
  ...trajectories,
  'one weight, one pattern': (device) => sameTrajectories(device, batch({ N: 1, P: 1 }, 2)),
  '300 trials at once': (device) =>
    sameTrajectories(
      device,
      batch({ N: 11, P: 20, coupling: routing(2, 2, { kind: 'uniform' }) }, 300),
      [0.5, 0.1, 0.02],
    ),
  'more words of patterns than invocations': (device) =>
    sameTrajectories(device, batch({ N: 3, P: 8230 }, 1), [40, 2, 0.1]),
  'an order too long for the memory of a workgroup': async (device) => {
    const shape = { N: 41, P: 40, coupling: replicas };
    const small = lesser(device, { maxComputeWorkgroupStorageSize: 256 });
    await sameTrajectories(small, batch(shape, 2), [0.5, 0.1]);
  },
  'more covers than a kernel is sampled for exactly': (device) =>
    sameTrajectories(device, batch({ N: 5, P: 40, coupling: { ...replicas, M: 200 } }, 1), [0.4, 0.05]),
  'a word that equals its threshold is refused': async (device) => {
    // The first word of this state, (s₁·5 rotated by 7)·9, is 2³² − 1, the highest threshold.
    const random = new Xoshiro128([1, 0x831c71c7, 1, 1]);
    const better = { ...problem({ N: 1, P: 1 }), G: Int8Array.of(1), weights: Int8Array.of(-1), random };
    const annealer = await batchedAnnealer(device, [better]);
    await annealer.sweep([0.01]);
    demand((await annealer.weights())[0][0] === -1, 'the flip was accepted');
  },
  'a bounded integer is drawn again': async (device) => {
    // The first word of this state is 0, which 2³² mod 3 = 1 excludes from the first draw of a shuffle of three.
    const random = new Xoshiro128([1, 0, 1, 1]);
    demand(new Xoshiro128(random.state).next() === 0, 'the first word');
    await sameTrajectories(device, [{ ...problem({ N: 3, P: 5 }), random }]);
  },
  'unlike problems in one batch are refused': async (device) => {
    const unlike = [problem({ N: 11, P: 20 }), problem({ N: 11, P: 21 })];
    const error = await refusal(() => batchedAnnealer(device, unlike));
    demand(error.path === 'P' && /batches of their own/.test(error.message), error.message);
  },
  'a batch over the limits is refused, and the largest that is not is named': async (device) => {
    // Of the buffers of a trial the counters are the largest: 33·5 planes and bit rows, of two words of 4 bytes.
    const shape = { N: 24, P: 39, coupling: routing(3, 11, { kind: 'uniform' }) };
    const problems = batch(shape, 3);
    const { planes, rows } = shapeOf(problems[0]);
    const bytes = 3 * 11 * (planes + rows) * 2 * 4;
    demand(planes === 5 && rows === 2, `${planes} planes, ${rows} rows`);
    const small = lesser(device, { maxStorageBufferBindingSize: 3 * bytes - 1 });
    demand(mostTrials(shapeOf(problems[0]), small) === 2, 'two trials fit');
    const error = await refusal(() => batchedAnnealer(small, problems));
    demand(error instanceof DeviceError && error.fault === 'limit', error.message);
    demand(
      error.message.includes('at most 2') && error.message.includes(`${3 * bytes} bytes`),
      error.message,
    );
    await sameTrajectories(small, problems.slice(1), [0.3]);
  },
  'speed is that of whole annealings': async (device) => {
    const shape = { N: 21, P: 33, coupling: routing(3, 10, { kind: 'directed-ring', mu: 2, sigma: 3 }) };
    let seconds = 0;
    const clock = () => 1000 * seconds++;
    const speed = await annealingSpeed(device, { method: 'mcover', N: 21, trials: 6, step: 0.01 }, clock);
    // The clock is read thrice: six trials take two seconds, and 21·3 sites at 40 temperatures the second of them.
    demand(
      speed.trialsPerSecond === 3 && speed.preparing === 1 && speed.sweeping === 1,
      JSON.stringify(speed),
    );
    demand(
      Math.abs(speed.nanosecondsPerProposal * 6 * 63 * 40 - 1e9) < 1,
      `${speed.nanosecondsPerProposal} ns`,
    );
    const solved = [0, 1, 2, 3, 4, 5].filter((trial) => {
      const plain = referenceEngine.annealer(problem(shape, trial, 1));
      for (let i = 40; i >= 1; i--) plain.sweep(i / 100);
      return plain.energy() === 0;
    });
    demand(
      solved.length % 6 !== 0 && speed.solved === solved.length / 6,
      `${speed.solved} is not ${solved.length}/6`,
    );
  },
};
