import { stream } from '@mcover/core';
import { Xoshiro128 } from '@mcover/core/internals';
import { builtIn, runPerceptron } from '@mcover/models';
import { canonical, recordsSchema, specId } from '@mcover/record';
import { bcaInterval, welchTest } from '@mcover/report/statistics';
import { wasmEngine } from '@mcover/wasm';

/* What runs in a browser, in one value. */

const seed = { root: 1, trial: 0 };
const params = { N: 51, alpha: 1.5, schedule: { from: 0.4, to: 0.1, step: 0.1 } };

export const answer = {
  word: new Xoshiro128(stream(seed, 'browser', {}).state).next(),
  result: runPerceptron(params, seed, wasmEngine),
  id: specId({ model: 'perceptron', method: 'vanilla', data: { name: 'teacher-student' }, params, seed }),
  schemas: recordsSchema(builtIn.models.flatMap(({ name }) => builtIn.variantsOf(name))).anyOf.length,
  text: canonical({ b: 1, a: 2 }),
  interval: bcaInterval([1, 2, 3, 4, 9]),
  welch: welchTest([1, 2, 3], [2, 3, 7]),
};
