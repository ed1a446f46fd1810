import {
  type Coupling,
  type Engine,
  hiddenManifoldClasses,
  type MlpTrainer,
  referenceEngine,
} from '@mcover/core';
import { mlpProblem, mlpTrainer } from '@mcover/core/internals';
import { runMlp, type ScriptParams } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { faultOf, impossible, kernelsFor } from './support.ts';

const seed = { root: 6, trial: 0 };
const task = hiddenManifoldClasses({ N: 30, D: 5, P: 150, test: 300, classes: 3 }, seed);
const base = {
  widths: [30, 16, 12, 3],
  activation: 'relu' as const,
  B: 32,
  epochs: 6,
  rate: 0.05,
  momentum: 0.9,
  noise: 0.01,
};
const routed = { M: 3, kernel: { kind: 'directed-ring' as const, mu: 1, sigma: 1 }, G: 4, S: 5 };
const run = (params: ScriptParams, data = task, trial = seed) =>
  runMlp({ ...base, ...params }, data, trial, referenceEngine);

/** A trial, what its trainer was asked, and the weights that it ended with. */
function watched(params: ScriptParams, method?: string) {
  const sizes: number[] = [];
  const strengths: number[] = [];
  const trainers: MlpTrainer[] = [];
  const engine: Engine = {
    ...referenceEngine,
    mlp(problem) {
      const trainer = mlpTrainer(problem);
      trainers.push(trainer);
      return {
        ...trainer,
        step(batch, knobs) {
          expect(knobs).toEqual({ rate: 0.05, momentum: 0.9 });
          sizes.push(batch.length);
          return trainer.step(batch, knobs);
        },
        attract(strength) {
          strengths.push(strength);
          trainer.attract(strength);
        },
      };
    },
  };
  const result = runMlp({ ...base, ...params }, task, seed, engine, method);
  return { result, sizes, strengths, weights: trainers[0].weights() };
}

describe('laws', () => {
  it('M = 1 is SGD bit for bit, whatever the routing, attraction and loss over covers', () => {
    const sgd = watched({});
    for (const { kernel } of kernelsFor(1)) {
      for (const mixing of ['empirical', 'marginal', 'exact'] as const) {
        const one = watched({ M: 1, kernel, mixing, G: 8, S: 4, loss: 'mean' });
        expect(one.weights).toEqual(sgd.weights);
        expect(one.result).toEqual(sgd.result);
      }
    }
    const attracted = watched({ M: 1, attraction: 0.3 });
    expect(attracted.weights).toEqual(sgd.weights);
    expect(attracted.strengths).toEqual([]);
  });

  it('independent copies begin with SGD on the same batches, bit for bit', () => {
    const sgd = watched({}).weights;
    const { weights } = watched({ M: 3 }, 'independent');
    expect(weights.subarray(0, sgd.length)).toEqual(sgd);
    expect(watched({ M: 3, kernel: { kind: 'identity' }, G: 4, S: 5 }).weights).toEqual(weights);
  });

  it('the same trial gives the same result, another one another', () => {
    expect(run(routed)).toEqual(run(routed));
    expect(watched(routed).weights).toEqual(watched(routed).weights);
    expect(run(routed, task, { root: 6, trial: 1 })).not.toEqual(run(routed));
  });

  it('methods meet the same initial covers, and the averaged noise is another size of the same', () => {
    const of = (coupling: Coupling) =>
      mlpProblem({ ...base, loss: 'sum', G: 4, coupling }, task.train, seed).weights;
    const mcover = of({ kind: 'routing', M: 3, S: 5, kernel: routed.kernel });
    expect(mcover).toEqual(of({ kind: 'alone', M: 3 }));
    const sgd = of({ kind: 'alone', M: 1 });
    expect(mcover.subarray(0, sgd.length)).toEqual(sgd);
  });
});

describe('training', () => {
  it.each([
    ['sgd', {}],
    ['rsgd', { M: 3, attraction: 0.3, attractionGrowth: 1.05 }],
    ['easgd', { M: 3, elasticity: 0.05 }],
    ['esgd', { inner: 3 }],
    ['ema', { memory: 0.9 }],
    ['mcover', routed],
    ['mcover, mean loss', { ...routed, loss: 'mean' as const }],
    ['mcover, exact Q', { ...routed, mixing: 'exact' as const }],
  ])('%s learns what the manifold hides', (_, coupling) => {
    const { testError, trainError, epochs } = run({ ...coupling, epochs: 40 });
    expect(trainError).toBeLessThan(0.03);
    expect(testError).toBeLessThan(0.2);
    expect(epochs).toBe(40);
  });

  it.each(['relu', 'tanh', 'sign'])('with hidden units of %s', (activation) => {
    expect(run({ ...routed, activation, epochs: 40 }).testError).toBeLessThan(0.25);
  });

  it('the last, short batch is kept, and every epoch is run', () => {
    const { sizes, strengths } = watched({ epochs: 2 });
    expect(sizes).toEqual([32, 32, 32, 32, 22, 32, 32, 32, 32, 22]);
    expect(strengths).toEqual([]);
  });

  it('replicas attract after each step with min(g·η, 1), g growing', () => {
    const { strengths } = watched({ M: 2, B: 75, epochs: 3, attraction: 2, attractionGrowth: 4 });
    expect(strengths).toEqual([0.1, 0.1, 0.4, 0.4, 1, 1]);
  });

  it('says so when it diverges', () => {
    expect(() => run({ rate: 1e200 })).toThrow(/loss became .* diverges at rate .* lower it/);
  });
});

describe('inputs', () => {
  const kernel = { kind: 'uniform' as const };
  it.each<[string, ScriptParams, string]>([
    ['one width', { widths: [30] }, 'widths'],
    ['a width of nothing', { widths: [30, 0, 3] }, 'widths/1'],
    ['more blocks than inputs of a layer', { ...routed, G: 13 }, 'G'],
    ['exact marginals of many covers', { M: 17, kernel, mixing: 'marginal' }, 'M'],
    ['perm(Q) = 0', { M: 2, S: 1, kernel: impossible }, 'kernel'],
    ['data of another size', { widths: [29, 3] }, 'widths/0'],
    ['more classes than logits', { widths: [30, 5, 2] }, 'widths/2'],
    ['copies that nothing couples, and that are not asked for', { M: 3, loss: 'mean' }, 'M'],
    ['routing and attraction together', { M: 2, G: 3, attraction: 0.3 }, 'attraction'],
  ])('refuses %s', (_, params, path) => {
    expect(faultOf(() => run(params)).path).toBe(path);
  });

  it('takes everything but the widths from its defaults, on the engine that is handed in', () => {
    const { testError, epochs } = runMlp({ widths: [30, 16, 3] }, task, seed, wasmEngine);
    expect(epochs).toBe(40);
    expect(testError).toBeLessThan(0.5);
    const singles = runMlp({ widths: [30, 16, 3], epochs: 40, rate: 0.05, B: 256 }, task, seed, wasmEngine);
    expect(singles.testError).toBe(testError);
  });
});
