import { builtIn } from '@mcover/models';
import {
  type Outcome,
  recordProblems,
  recordsSchema,
  sealRecord,
  specProblems,
  type TrialSpec,
  validator,
} from '@mcover/record';
import { describe, expect, it } from 'vitest';

const data = { name: 'mnist', sha256: 'a'.repeat(64) };
const sparse = (method: string, params = {}): TrialSpec => ({
  model: 'mlp',
  method,
  data: { ...data },
  params,
  seed: { root: 1, trial: 0 },
  arithmetic: 'f32',
});
const filled = (method: string): TrialSpec => {
  const spec = sparse(method);
  expect(specProblems(spec, builtIn)).toEqual([]);
  return spec;
};
const provenance = {
  engine: 'wasm',
  runtime: 'node 20.20.2',
  commit: 'abc1234',
  platform: 'linux x64',
  durationMs: 2000,
};

/** Table 4 of the paper. */
const training = {
  widths: [784, 512, 512, 10],
  P: 60_000,
  activation: 'relu',
  B: 256,
  epochs: 40,
  rate: 0.05,
  momentum: 0.9,
  noise: 0.01,
};
const covers = { M: 5, loss: 'sum' };
const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 };

describe('mlp', () => {
  it.each([
    ['sgd', training],
    ['rsgd', { ...training, ...covers, attraction: 0.3, attractionGrowth: 1.05 }],
    ['easgd', { ...training, ...covers, elasticity: 0.003, elasticGrowth: 1, period: 1 }],
    [
      'esgd',
      { ...training, inner: 5, scope: 0.1, scoping: 0, innerMemory: 0.75, innerNoise: 1e-4, outer: 1 },
    ],
    ['ema', { ...training, memory: 0.99 }],
    ['mcover', { ...training, ...covers, kernel, G: 8, mixing: 'empirical', S: 10 }],
    ['independent', { ...training, ...covers }],
  ])('%s has the published setting as its defaults', (method, params) => {
    expect(filled(method).params).toEqual(params);
  });

  it('has its methods', () => {
    expect(builtIn.variantsOf('mlp').map(({ method }) => method)).toEqual([
      'sgd',
      'rsgd',
      'easgd',
      'esgd',
      'ema',
      'mcover',
      'independent',
      'adversarial',
    ]);
    expect(builtIn.find('mlp', 'vanilla')).toBeUndefined();
  });

  it('is offered to devices, but for methods with a centre', () => {
    const { network } = builtIn.model('mlp');
    const taken = builtIn
      .variantsOf('mlp')
      .filter(({ method }) => network!({ ...filled(method), method }) !== undefined);
    expect(taken.map(({ method }) => method)).toEqual(['sgd', 'rsgd', 'mcover', 'independent']);
  });

  it.each(['f64', 'f32', 'blas', 'gpu'] as const)('may have been trained in %s', (arithmetic) => {
    expect(specProblems({ ...sparse('sgd'), arithmetic }, builtIn)).toEqual([]);
  });

  it('says with what arithmetic it was trained', () => {
    const { arithmetic: _, ...silent } = sparse('sgd');
    expect(specProblems(silent, builtIn)[0].message).toMatch(/missing key "arithmetic"/);
    expect(specProblems({ ...silent, arithmetic: 'f16' }, builtIn)[0].message).toMatch(
      /"f64", "f32", "blas", "gpu"/,
    );
  });

  it.each([
    ['one layer of units', { widths: [784] }, '/params/widths', /must NOT have fewer than 2/],
    ['a layer of none', { widths: [784, 0, 10] }, '/params/widths/1', /must be >= 1/],
    ['an unknown activation', { activation: 'gelu' }, '/params/activation', /"relu", "tanh", "sign"/],
    ['a momentum of one', { momentum: 1 }, '/params/momentum', /must be < 1/],
    ['negative noise', { noise: -0.1 }, '/params/noise', /must be >= 0/],
    ['no block', { G: 0 }, '/params/G', /must be >= 1/],
    ['unknown mixers', { mixing: 'sampled' }, '/params/mixing', /"empirical", "marginal", "exact"/],
    ['an unknown loss', { loss: 'max' }, '/params/loss', /"sum", "mean"/],
  ])('with %s is refused', (_, change, pointer, message) => {
    const [problem, ...others] = specProblems(sparse('mcover', change), builtIn);
    expect(others).toEqual([]);
    expect(problem.pointer).toBe(pointer);
    expect(problem.message).toMatch(message);
  });

  it('of a single copy has no choice of losses', () => {
    expect(specProblems(sparse('sgd', { loss: 'sum' }), builtIn)[0].message).toMatch(/unknown key "loss"/);
  });

  it('records have nothing wrong with them', () => {
    const result = { testError: 0.0157, trainError: 0, epochs: 40 };
    const record = sealRecord('table3-mlp', filled('mcover'), { result }, provenance);
    expect(recordProblems(structuredClone(record), builtIn)).toEqual([]);
    expect(validator(recordsSchema(builtIn.variantsOf('mlp'))).fits(structuredClone(record))).toBe(true);
    const partial: Outcome = { result: { testError: 0.1, trainError: 0 } };
    const torn = sealRecord('table3-mlp', filled('mcover'), partial, provenance);
    expect(recordProblems(torn, builtIn)[0].message).toMatch(/missing key "epochs"/);
  });
});
