import { blasEngine, blasUnavailable } from '@mcover/blas';
import { referenceEngine } from '@mcover/core';
import { modelLaws } from '@mcover/laws';
import { builtIn } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';

const schedule = { from: 0.4, to: 0.1, step: 0.1 };
const data = { name: 'hidden-manifold', D: 4, test: 20 };
// What a centre keeps tells one step from the next.
const centre = { elasticity: 0.2, period: 2, memory: 0.5, innerNoise: 0.01 };
const descent = { B: 4, epochs: 3, rate: 0.05, ...centre };

modelLaws(builtIn.model('perceptron'), {
  params: { N: 15, alpha: 1.4, schedule, S: 3, B: 4, epochs: 5, iterations: 9 },
  data: { name: 'teacher-student' },
});
modelLaws(builtIn.model('binary-committee'), { params: { N: 9, K: 3, P: 11, schedule, S: 3 }, data });
modelLaws(builtIn.model('perceptron-patterns'), { params: { N: 9, P: 11, schedule, S: 3 }, data });
for (const engine of [referenceEngine, wasmEngine]) {
  const params = { N: 9, K: 3, P: 11, minLoss: 0, ...descent };
  modelLaws(builtIn.model('committee'), { params, data, engine });
}
const blas = blasUnavailable() === undefined ? [blasEngine] : [];
for (const engine of [referenceEngine, wasmEngine, ...blas]) {
  const params = { widths: [8, 5, 10], P: 11, G: 2, S: 3, ...descent };
  modelLaws(builtIn.model('mlp'), { params, data, engine });
}
