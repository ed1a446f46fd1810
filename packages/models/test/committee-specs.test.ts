import { builtIn } from '@mcover/models';
import {
  type Outcome,
  type Provenance,
  recordProblems,
  recordsSchema,
  sealRecord,
  specProblems,
  type TrialSpec,
  validator,
} from '@mcover/record';
import { describe, expect, it } from 'vitest';

const data = { name: 'fashion-mnist', sha256: 'a'.repeat(64) };
const seed = { root: 1, trial: 0 };
const sparse = (model: string, method: string, params = {}): TrialSpec => ({
  model,
  method,
  data: { ...data },
  params,
  seed,
  ...(model === 'committee' ? { arithmetic: 'f64' as const } : {}),
});
const filled = (model: string, method: string): TrialSpec => {
  const spec = sparse(model, method);
  expect(specProblems(spec, builtIn)).toEqual([]);
  return spec;
};
const provenance: Provenance = {
  engine: 'reference',
  runtime: 'node 20.20.2',
  commit: 'abc1234',
  platform: 'linux x64',
  durationMs: 2000,
};

const training = {
  N: 784,
  P: 500,
  classes: [3, 4],
  K: 9,
  B: 100,
  epochs: 300,
  rate: 0.01,
  beta: 1,
  gamma: 1,
  growth: 1.02,
};

const entropic = { inner: 5, scope: 0.1, scoping: 0, innerMemory: 0.75, innerNoise: 1e-4, outer: 1 };

describe('committee', () => {
  it.each([
    ['sgd', { ...training, minLoss: 1e-7 }],
    ['rsgd', { ...training, minLoss: 1e-7, M: 4, attraction: 0.3, attractionGrowth: 1.05 }],
    ['easgd', { ...training, minLoss: 1e-7, M: 4, elasticity: 0.003, elasticGrowth: 1, period: 1 }],
    ['esgd', { ...training, minLoss: 1e-7, ...entropic }],
    ['ema', { ...training, minLoss: 1e-7, memory: 0.99 }],
    ['mcover', { ...training, minLoss: 0, M: 4, S: 10, kernel: { kind: 'uniform' } }],
    ['independent', { ...training, minLoss: 0, M: 4 }],
  ])('%s has the published setting as its defaults', (method, params) => {
    expect(filled('committee', method).params).toEqual(params);
  });

  it('has its methods', () => {
    expect(builtIn.variantsOf('committee').map(({ method }) => method)).toEqual([
      'sgd',
      'rsgd',
      'easgd',
      'esgd',
      'ema',
      'mcover',
      'independent',
    ]);
    expect(builtIn.variantsOf('binary-committee').map(({ method }) => method)).toEqual([
      'vanilla',
      'rsa',
      'mcover',
      'independent',
    ]);
    expect(builtIn.find('committee', 'rsa')).toBeUndefined();
  });

  it('says with what arithmetic it was trained; models of integers do not', () => {
    const { arithmetic: _, ...silent } = sparse('committee', 'sgd');
    expect(specProblems(silent, builtIn)[0].message).toMatch(/missing key "arithmetic"/);
    expect(specProblems({ ...silent, arithmetic: 'f16' }, builtIn)[0].message).toMatch(/"f64", "f32"/);
    const binary = { ...sparse('binary-committee', 'vanilla'), arithmetic: 'f64' };
    expect(specProblems(binary, builtIn)[0].message).toMatch(/unknown key "arithmetic"/);
  });

  it.each([
    ['one class', { classes: [3] }, '/params/classes', /must NOT have fewer than 2/],
    ['no unit', { K: 0 }, '/params/K', /must be >= 1/],
    ['a rate of zero', { rate: 0 }, '/params/rate', /must be > 0/],
    ['a falling sharpness', { growth: 0.9 }, '/params/growth', /must be >= 1/],
    ['more epochs than any run takes', { epochs: 1e7 }, '/params/epochs', /must be <= 1000000/],
    ['a foreign key', { M: 3 }, '/params/M', /allowed: classes, N, P/],
  ])('with %s is refused', (_, change, pointer, message) => {
    const [problem, ...others] = specProblems(sparse('committee', 'sgd', change), builtIn);
    expect(others).toEqual([]);
    expect(problem.pointer).toBe(pointer);
    expect(problem.message).toMatch(message);
  });

  it.each([
    ['committee', 'mcover', { testError: 0.0625, trainError: 0, epochs: 92 }],
    ['binary-committee', 'rsa', { testError: 0.1, trainError: 0.05 }],
  ])('%s records have nothing wrong with them', (model, method, result) => {
    const record = sealRecord('table3-committee', filled(model, method), { result }, provenance);
    expect(recordProblems(structuredClone(record), builtIn)).toEqual([]);
    expect(validator(recordsSchema(builtIn.variantsOf(model))).fits(structuredClone(record))).toBe(true);
    const partial: Outcome = { result: { testError: 0.1 } };
    const torn = sealRecord('table3-committee', filled(model, method), partial, provenance);
    expect(recordProblems(torn, builtIn)[0].message).toMatch(/missing key "trainError"/);
  });
});
