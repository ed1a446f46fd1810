import { type Labelled, referenceEngine, type Seed, teacherStudent } from '@mcover/core';
import { runPerceptron, runPerceptronPatterns, type ScriptParams } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const seed: Seed = { root: 8, trial: 2 };
const N = 21;
const P = 18;
const schedule = { from: 0.4, to: 0.05, step: 0.01 };

/** The patterns of a teacher, given row after row. */
function given(): Labelled {
  const { x, y } = teacherStudent(N, P, seed);
  return { N, P, x: Int8Array.from({ length: N * P }, (_, at) => x[(at % N) * P + Math.floor(at / N)]), y };
}

const task = { train: given(), test: given() };
const couplings: [string, ScriptParams][] = [
  ['vanilla', {}],
  ['rsa', { M: 3, gamma: 1 }],
  ['mcover', { M: 3, S: 3, kernel: { kind: 'uniform' } }],
];

describe.each(couplings)('a perceptron of given patterns: %s', (_, coupling) => {
  it.each([
    ['wasm', wasmEngine],
    ['reference', referenceEngine],
  ])('learns a teacher’s patterns as the perceptron does that draws them, on %s', (_, engine) => {
    for (const cost of ['linear', 'count']) {
      const params = { N, cost, schedule, ...coupling };
      const { trainError } = runPerceptron({ ...params, alpha: P / N }, seed, engine);
      const { solved, ...errors } = runPerceptronPatterns({ ...params, P }, task, seed, engine);
      expect(errors).toEqual({ trainError, testError: trainError });
      expect(solved).toBe(trainError === 0);
    }
  });

  it('does not solve patterns that contradict each other', () => {
    const { x } = given();
    const y = Int8Array.from({ length: 2 }, (_, mu) => (mu === 0 ? 1 : -1));
    const twice = { N, P: 2, x: Int8Array.from([...x.subarray(0, N), ...x.subarray(0, N)]), y };
    const params = { N, P: 2, schedule, ...coupling };
    const readout = runPerceptronPatterns(params, { train: twice, test: twice }, seed, wasmEngine);
    expect(readout).toEqual({ trainError: 0.5, testError: 0.5, solved: false });
  });
});

it('names what does not fit', () => {
  const run = (params: ScriptParams) => () => runPerceptronPatterns(params, task, seed, wasmEngine);
  expect(faultOf(run({ N: N + 1, schedule })).path).toBe('N');
  expect(faultOf(run({ N: 40_000, schedule })).path).toBe('N');
});
