import { perceptronTheory, referenceEngine } from '@mcover/core';
import { builtIn, filled, runPerceptron, type ScriptParams } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { faultOf, impossible, kernelsFor } from './support.ts';

const seed = { root: 5, trial: 1 };
const schedule = { from: 0.4, to: 0.02, step: 0.02 };
const base = { N: 21, alpha: 1.5, schedule };
const uniform = { kind: 'uniform' };
const run = (params: ScriptParams, trial = seed) =>
  runPerceptron({ ...base, ...params }, trial, referenceEngine);

describe('laws', () => {
  it.each([20, 21])('M = 1 is the base model, bit for bit, whatever S and Q (N = %i)', (N) => {
    for (const cost of ['linear', 'count']) {
      const vanilla = run({ N, cost, sweeps: 2 });
      for (const { kernel } of kernelsFor(1)) {
        for (const S of [1, 7]) expect(run({ N, cost, sweeps: 2, M: 1, S, kernel })).toEqual(vanilla);
      }
      expect(run({ N, cost, sweeps: 2, M: 1, gamma: 1 })).toEqual(vanilla);
    }
  });

  it('the same trial gives the same result, another seed another one', () => {
    const params = { N: 31, alpha: 1.4, M: 3, gamma: 1 };
    expect(run(params)).toEqual(run(params));
    expect(run(params, { root: 5, trial: 2 })).not.toEqual(run(params));
  });
});

describe('a script', () => {
  it('with a kernel and no S routes the default number of destinations', () => {
    for (const engine of [referenceEngine, wasmEngine]) {
      const routed = runPerceptron({ ...base, M: 3, kernel: uniform }, seed, engine);
      expect(routed).toEqual(runPerceptron({ ...base, M: 3, S: 10, kernel: uniform }, seed, engine));
      // Not three copies that do not know of each other.
      expect(routed).not.toEqual(runPerceptron({ ...base, M: 3, gamma: 0 }, seed, engine));
    }
  });

  it('takes the rest from the defaults, and leaves what it is given as it was', () => {
    const given = { N: 21, alpha: 1.5, M: 3, kernel: { kind: 'directed-ring', mu: 1, sigma: 1 } };
    const short = { ...given, schedule: { step: 0.01 } };
    const before = structuredClone(short);
    const full = { from: 0.4, to: 0.01, step: 0.01 };
    expect(runPerceptron(short, seed, wasmEngine)).toEqual(
      runPerceptron({ ...given, schedule: full, sweeps: 1, cost: 'linear', S: 10 }, seed, wasmEngine),
    );
    expect(short).toEqual(before);
    expect(() => runPerceptron(Object.freeze(short), seed, wasmEngine)).not.toThrow();
  });

  it('may leave a parameter undefined', () => {
    expect(run({ M: undefined, kernel: undefined })).toEqual(run({}));
  });

  it.each<[string, ScriptParams, string, RegExp]>([
    ['S without a kernel', { M: 3, S: 3 }, 'kernel', /missing, and it has no default/],
    ['a kernel without M', { kernel: uniform }, 'M', /missing, and it has no default/],
    ['no N', { N: undefined }, 'N', /missing/],
    ['an unknown parameter', { colour: 'red' }, 'colour', /no such parameter; known: .*N, alpha/],
    ['a misspelt one', { sweps: 2 }, 'sweps', /no such parameter; known: .*sweeps/],
    ['no sweep', { sweeps: 0 }, 'sweeps', /0 must be >= 1/],
    ['a text for a number', { N: '21' }, 'N', /"21" is not of type integer/],
    [
      'an unknown kernel',
      { M: 3, S: 3, kernel: { kind: 'ring' } },
      'kernel/kind',
      /no kernel "ring"; known: directed-ring/,
    ],
    ['a kernel of no kind', { M: 3, S: 3, kernel: {} }, 'kernel/kind', /missing/],
    ['half a kernel', { M: 3, kernel: { kind: 'directed-ring', mu: 1 } }, 'kernel/sigma', /./],
    ['an unknown cost', { cost: 'hinge' }, 'cost', /"linear", "count"/],
    ['half a schedule too many', { schedule: { stop: 0.1 } }, 'schedule/stop', /allowed: from, to, step/],
    ['attraction and routing', { M: 3, S: 3, kernel: uniform, gamma: 1 }, 'gamma', /together/],
    ['S > N', { M: 2, S: 22, kernel: uniform }, 'S', /./],
    ['no pattern', { alpha: 0.01 }, 'alpha', /leaves no pattern/],
    ['too many weights', { N: 40_000 }, 'N', /32767/],
    ['too many copies', { N: 30_000, M: 255, gamma: 1 }, 'M', /over 2097152/],
    ['perm(Q) = 0', { M: 2, S: 1, kernel: impossible }, 'kernel', /perm/],
    ['a schedule that rises', { schedule: { from: 0.1, to: 0.2, step: 0.1 } }, 'schedule/to', /./],
    [
      'copies that nothing couples',
      { M: 3 },
      'M',
      /give .*"independent" by its name, gamma for "rsa", S or kernel for "mcover"/,
    ],
    [
      'a parameter that the kernel lacks',
      { M: 3, S: 3, kernel: { ...uniform, sigma: 2 } },
      'kernel/sigma',
      /"uniform" has no such parameter; it has none/,
    ],
    ['a rule that is none', { rule: { kind: 'none' } }, 'rule/kind', /no rule for weights ±1/],
  ])('is told of %s', (_, change, path, message) => {
    const fault = faultOf(() => run(change));
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
  });

  it.each<[string, unknown[], string]>([
    ['no parameters', [undefined, seed, wasmEngine], 'params'],
    ['no seed', [base, undefined, wasmEngine], 'seed'],
    ['half a seed', [base, { root: 1 }, wasmEngine], 'seed'],
    ['a misspelt seed', [base, { root: 1, trail: 0 }, wasmEngine], 'seed'],
    ['a seed of a text', [base, { root: '1', trial: 0 }, wasmEngine], 'seed/root'],
    ['no engine', [base, seed], 'engine'],
    ['an engine by its name', [base, seed, 'wasm'], 'engine'],
  ])('is told of %s', (_, given, path) => {
    expect(faultOf(() => Reflect.apply(runPerceptron, undefined, given)).path).toBe(path);
  });
});

describe('a solver', () => {
  const given = { N: 21, alpha: 1.5 };

  it('is meant by its name, or by a parameter that no annealing knows', () => {
    const model = builtIn.model('perceptron');
    expect(filled(model, given).method).toBe('vanilla');
    expect(filled(model, { ...given, damping: 0.5 }).method).toBe('amp');
    expect(filled(model, { ...given, M: 3, kernel: uniform }).method).toBe('mcover');
    expect(filled(model, { ...given, metaplastic: 0.3, M: 3, kernel: uniform }).method).toBe('sbpi-cover');
  });

  it.each<[string, ScriptParams, string, RegExp]>([
    ['amp', { damping: 1 }, 'damping', /1 must be < 1/],
    ['amp', { damping: -0.1 }, 'damping', /must be >= 0/],
    ['amp', { iterations: 0 }, 'iterations', /0 must be >= 1/],
    ['rbp', { reinforcement: 1.1 }, 'reinforcement', /1.1 must be <= 1/],
    ['sbpi', { metaplastic: 1.5 }, 'metaplastic', /1.5 must be <= 1/],
    ['ste', { rate: 0 }, 'rate', /0 must be > 0/],
    ['sbpi-cover', { M: 2, S: 22, kernel: uniform }, 'S', /22 distinct destinations/],
    ['amp', { N: 32767, alpha: 3 }, 'alpha', /over 2147483648; take a lower load/],
    ['amp', { schedule }, 'schedule', /allowed: N, alpha, iterations/],
  ])('%s with %o is refused', (method, params, path, message) => {
    const model = builtIn.model('perceptron');
    const fault = faultOf(() => {
      const spec = { model: model.name, data: { name: 'teacher-student' }, seed };
      model.check({ ...spec, ...filled(model, { ...given, ...params }, method) }, 'reference');
    });
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
  });

  it('is no annealing for a device', () => {
    for (const [method, { solver }] of Object.entries(builtIn.model('perceptron').methods)) {
      const cell = { model: 'perceptron', method, data: { name: 'teacher-student' }, params: given };
      expect(builtIn.engineFor(cell, 'wasm')).toBe(solver ? 'reference' : 'wasm');
    }
  });
});

describe('theory', () => {
  it('is the table that core computes', () => {
    const { source, thresholds, curves } = perceptronTheory();
    const [table] = builtIn.model('perceptron').theory!;
    expect(table).toMatchObject({ metric: 'generalizationError', path: 'alpha', source });
    expect(table.thresholds.map(({ x }) => x)).toEqual([thresholds.information, thresholds.ampSpinodal]);
    expect(table.curves.map(({ x }) => x)).toEqual(curves.map(({ alpha }) => alpha));
    expect(table.curves.map(({ y }) => y)).toEqual(
      curves.map(({ generalizationError }) => generalizationError),
    );
  });
});
