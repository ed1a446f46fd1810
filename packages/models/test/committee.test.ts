import {
  type BinaryTask,
  type CommitteeKnobs,
  type CommitteeTrainer,
  type Engine,
  hiddenManifoldTask,
  referenceEngine,
} from '@mcover/core';
import { committeeTrainer } from '@mcover/core/internals';
import { runCommittee, type ScriptParams } from '@mcover/models';
import { describe, expect, it } from 'vitest';
import { faultOf, impossible, kernelsFor } from './support.ts';

const seed = { root: 4, trial: 0 };
const task = hiddenManifoldTask({ N: 60, D: 8, P: 60, test: 400 }, seed);
const base = {
  N: 60,
  K: 3,
  B: 20,
  epochs: 12,
  rate: 0.05,
  beta: 1,
  gamma: 1,
  growth: 1.1,
  minLoss: 0,
};
const run = (params: ScriptParams, data = task, trial = seed, method?: string) =>
  runCommittee({ ...base, ...params }, data, trial, referenceEngine, method);
const alone = (params: ScriptParams) => run(params, task, seed, 'independent');

/** A trial with what its trainer was asked, epoch by epoch, and the weights that it ended with. */
function watched(params: ScriptParams, method?: string) {
  const knobs: CommitteeKnobs[] = [];
  const strengths: number[] = [];
  const trainers: CommitteeTrainer[] = [];
  const engine: Engine = {
    ...referenceEngine,
    committee(problem) {
      const trainer = committeeTrainer(problem);
      trainers.push(trainer);
      return {
        ...trainer,
        step(batch, asked) {
          knobs.push(asked);
          return trainer.step(batch, asked);
        },
        attract(strength) {
          strengths.push(strength);
          trainer.attract(strength);
        },
      };
    },
  };
  const result = runCommittee({ ...base, ...params }, task, seed, engine, method);
  return { result, knobs, strengths, weights: trainers[0].weights() };
}

describe('schedules', () => {
  it('β and γ grow from epoch to epoch up to 10⁶, the rate stays', () => {
    const { knobs } = watched({ B: 60, epochs: 8, beta: 2, gamma: 3, growth: 10 });
    expect(knobs.map(({ beta }) => beta)).toEqual([2, 20, 200, 2e3, 2e4, 2e5, 1e6, 1e6]);
    expect(knobs.map(({ gamma }) => gamma)).toEqual([3, 30, 300, 3e3, 3e4, 3e5, 1e6, 1e6]);
    expect(knobs.every(({ rate }) => rate === 0.05)).toBe(true);
  });

  it('replicas attract after each step with min(g·η, 1), g growing', () => {
    const { strengths } = watched({
      B: 30,
      epochs: 4,
      rate: 0.25,
      M: 2,
      attraction: 0.5,
      attractionGrowth: 3,
    });
    expect(strengths).toEqual([0.125, 0.125, 0.375, 0.375, 1, 1, 1, 1]);
    expect(watched({ M: 2 }, 'independent').strengths).toEqual([]);
  });
});

describe('laws', () => {
  it('M = 1 is SGD, bit for bit, whatever S, Q and attraction', () => {
    const sgd = watched({});
    for (const { kernel } of kernelsFor(1)) {
      const routed = watched({ M: 1, S: 7, kernel });
      expect(routed.weights).toEqual(sgd.weights);
      expect(routed.result).toEqual(sgd.result);
    }
    expect(watched({ M: 1, attraction: 0.3, attractionGrowth: 1.05 }).weights).toEqual(sgd.weights);
  });

  it('independent copies are M trainings of SGD on the same batches, bit for bit', () => {
    const { weights } = watched({ M: 3 }, 'independent');
    expect(weights.subarray(0, 180)).toEqual(watched({}).weights);
  });

  it('replicas that do not attract are independent copies, and attraction changes them', () => {
    const independent = alone({ M: 3 });
    expect(run({ M: 3, attraction: 0, attractionGrowth: 1.05 })).toEqual(independent);
    expect(run({ M: 3, attraction: 0.5, attractionGrowth: 1.5 })).not.toEqual(independent);
  });

  it('without elasticity, memory, or what an inner loop does, methods with a centre are those without', () => {
    const copies = { M: 3, elasticity: 0, elasticGrowth: 1.05, period: 2 };
    expect(watched(copies).weights).toEqual(watched({ M: 3 }, 'independent').weights);
    expect(run(copies)).toEqual(alone({ M: 3 }));
    expect(run({ ...copies, elasticity: 0.2 })).not.toEqual(alone({ M: 3 }));
    for (const one of [
      { memory: 0 },
      { inner: 1, scope: 0, innerMemory: 0, innerNoise: 0 },
      { M: 1, elasticity: 0.2 },
    ]) {
      expect(watched(one).weights).toEqual(watched({}).weights);
      expect(run(one)).toEqual(run({}));
    }
  });

  it('a centre is read out in the place of the copies, and ends the training', () => {
    const sgd = run({ epochs: 300, rate: 0.1, growth: 1.02 });
    const slow = run({ epochs: 300, rate: 0.1, growth: 1.02, memory: 0.99 });
    expect(slow.trainError).toBe(0);
    expect(slow.epochs).toBeGreaterThan(sgd.epochs);
    expect(run({ epochs: 5, memory: 1 })).toEqual({ ...run({ epochs: 1, rate: 1e-12 }), epochs: 5 });
  });

  it('the same trial gives the same result, another one another', () => {
    const params = { M: 2, S: 3, kernel: { kind: 'uniform' as const } };
    expect(run(params)).toEqual(run(params));
    expect(run(params, task, { root: 4, trial: 1 })).not.toEqual(run(params));
  });
});

describe('training', () => {
  it.each([
    ['sgd', {}],
    ['rsgd', { M: 3, attraction: 0.3, attractionGrowth: 1.05 }],
    ['easgd', { M: 3, elasticity: 0.05 }],
    ['esgd', { inner: 3 }],
    ['ema', { memory: 0.9 }],
    ['mcover', { M: 3, S: 3, kernel: { kind: 'uniform' as const } }],
  ])('%s learns what the manifold hides', (_, coupling) => {
    const { testError, trainError, epochs } = run({ ...coupling, epochs: 100, growth: 1.02 });
    expect(trainError).toBeLessThan(0.05);
    expect(testError).toBeLessThan(0.25);
    expect(epochs).toBeLessThanOrEqual(100);
  });

  it('stops when the collapsed committee makes no error, or at the least loss', () => {
    const patient = run({ epochs: 300, rate: 0.1, growth: 1.02 });
    expect(patient.trainError).toBe(0);
    expect(patient.epochs).toBeLessThan(300);
    const { epochs } = patient;
    expect(run({ epochs: epochs - 1, rate: 0.1, growth: 1.02 }).trainError).toBeGreaterThan(0);
    expect(run({ minLoss: 10 }).epochs).toBe(1);
    // The bound is on the loss of a copy, not on the sum over copies.
    expect(alone({ minLoss: 0.9, M: 4 }).epochs).toBe(1);
  });

  it('labels that contradict each other are never fitted, and 2000 epochs stay finite', () => {
    const { x } = task.train;
    const train = {
      N: 60,
      P: 2,
      x: Int8Array.from([...x.subarray(0, 60), ...x.subarray(0, 60)]),
      y: Int8Array.of(1, -1),
    };
    const contradiction: BinaryTask = { train, test: task.test };
    const result = run({ epochs: 2000, growth: 1.1 }, contradiction);
    expect(result.trainError).toBe(0.5);
    expect(result.epochs).toBe(2000);
    expect(result.testError).toBeGreaterThan(0);
  });
});

describe('inputs', () => {
  const kernel = { kind: 'uniform' as const };
  it.each<[string, ScriptParams, string]>([
    ['more destinations than weights', { M: 2, S: 181, kernel }, 'S'],
    ['too many weight copies', { K: 255, M: 255 }, 'M'],
    ['perm(Q) = 0', { M: 2, S: 1, kernel: impossible }, 'kernel'],
    ['data of another size', { N: 61 }, 'N'],
    ['half a kernel', { M: 2, kernel: { kind: 'directed-ring', mu: 1 } }, 'kernel/sigma'],
    ['copies that nothing couples, and that are not asked for', { M: 3 }, 'M'],
    ['an elasticity over 1/M', { M: 3, elasticity: 0.34 }, 'elasticity'],
    ['a memory over 1', { memory: 1.1 }, 'memory'],
    ['an inner loop of no step', { inner: 0 }, 'inner'],
    ['elasticity and attraction together', { M: 3, elasticity: 0.1, attraction: 0.3 }, 'attraction'],
    ['routing and attraction together', { M: 2, S: 3, attraction: 0.3 }, 'attraction'],
  ])('refuses %s', (_, params, path) => {
    expect(faultOf(() => run(params)).path).toBe(path);
  });

  it('refuses the seed in the place of the patterns', () => {
    const swapped = [base, seed, referenceEngine];
    expect(faultOf(() => Reflect.apply(runCommittee, undefined, swapped)).path).toBe('seed');
  });

  it('refuses test patterns of another size', () => {
    const { test } = hiddenManifoldTask({ N: 59, D: 8, P: 1, test: 5 }, seed);
    expect(faultOf(() => run({}, { train: task.train, test })).path).toBe('N');
  });
});
