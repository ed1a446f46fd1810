import { builtIn } from '@mcover/models';
import { specProblems, type TrialSpec } from '@mcover/record';
import { describe, expect, it } from 'vitest';

const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
const spec = (params = {}): TrialSpec => ({
  model: 'perceptron',
  method: 'mcover',
  data: { name: 'teacher-student' },
  params: { N: 1000, alpha: 1.58, M: 3, kernel, ...params },
  seed: { root: 1, trial: 0 },
});

describe('perceptron', () => {
  it('has the published setting as its defaults', () => {
    const sparse = spec();
    expect(specProblems(sparse, builtIn)).toEqual([]);
    expect(sparse.params).toEqual({
      N: 1000,
      alpha: 1.58,
      M: 3,
      S: 10,
      kernel,
      cost: 'linear',
      sweeps: 1,
      schedule: { from: 0.4, to: 0.01, step: 0.0001 },
    });
  });

  it.each([
    ['an unknown key', { colour: 'red' }, '/params/colour', /allowed: N, alpha/],
    ['a wrong type', { N: 'many' }, '/params/N', /"many" is not of type integer/],
    ['no cover', { M: 0 }, '/params/M', /0 must be >= 1/],
    ['more covers than a byte has', { M: 256 }, '/params/M', /256 must be <= 255/],
    ['a load of zero', { alpha: 0 }, '/params/alpha', /0 must be > 0/],
    ['an unknown cost', { cost: 'hinge' }, '/params/cost', /"hinge" must be one of "linear", "count"/],
    [
      'an unknown kernel',
      { kernel: { kind: 'ring' } },
      '/params/kernel/kind',
      /"directed-ring", "wrapped-ring"/,
    ],
    ['σ = 0', { kernel: { kind: 'wrapped-ring', mu: 0, sigma: 0 } }, '/params/kernel/sigma', /must be > 0/],
    ['a missing key', { kernel: { kind: 'wrapped-ring', mu: 0 } }, '/params/kernel', /missing key "sigma"/],
    ['a rule, of which there is none', { rule: { kind: 'glauber' } }, '/params/rule', /unknown key "rule"/],
  ])('with %s is refused, with place and remedy', (_, change, pointer, message) => {
    const problems = specProblems(spec(change), builtIn);
    expect(problems).toHaveLength(1);
    expect(problems[0].pointer).toBe(pointer);
    expect(problems[0].message).toMatch(message);
  });

  it('of an unknown method is refused with the known ones', () => {
    const [{ message }] = specProblems({ ...spec(), method: 'adam' }, builtIn);
    expect(message).toMatch(/perceptron\/adam.*perceptron\/vanilla, perceptron\/rsa, perceptron\/amp/);
  });
});
