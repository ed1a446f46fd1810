// Made trials.json in a checkout of commit 1894963, before the models were rebuilt:
//   npm ci && npm run build && node trials.mjs > trials.json
// Each row has all parameters of a trial, its result, and the SHA-256 of its last weights, all covers of them.
import { createHash } from 'node:crypto';
import {
  glauber,
  hiddenManifoldClasses,
  hiddenManifoldTask,
  referenceEngine,
  temperatures,
} from '@mcover/core';
import {
  binaryCommittee,
  runBinaryCommittee,
  runCommittee,
  runMlp,
  runPerceptron,
} from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';

const seed = { root: 7, trial: 3 };
const schedule = { from: 0.4, to: 0.05, step: 0.05 };
const matrix = (M) =>
  Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => 1 + ((2 * a + 3 * b) % 5)));
const ring = { kind: 'directed-ring', mu: 2, sigma: 1.5 };
const wrapped = { kind: 'wrapped-ring', mu: 0.5, sigma: 0.75 };
const uniform = { kind: 'uniform' };
const identity = { kind: 'identity' };

const digest = (weights) =>
  createHash('sha256')
    .update(Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength))
    .digest('hex');

/** An engine that keeps the last trainer or annealer that it made. */
function watched(engine) {
  const made = [];
  const keep = (one) => {
    made[0] = one;
    return one;
  };
  return {
    last: () => digest(made[0].weights()),
    engine: {
      ...engine,
      annealer: (problem) => keep(engine.annealer(problem)),
      committee: (problem) => keep(engine.committee(problem)),
      mlp: (problem) => keep(engine.mlp(problem)),
    },
  };
}

const rows = [];
const engines = [referenceEngine, wasmEngine];

/** Runs a trial on both engines. */
function add(model, method, params, run) {
  for (const engine of engines) {
    const watch = watched(engine);
    const result = run(params, watch.engine);
    rows.push({ model, method, engine: engine.name, params, result, covers: watch.last() });
  }
}

const perceptron = (method, params) =>
  add('perceptron', method, { cost: 'linear', schedule, sweeps: 2, ...params }, (all, engine) =>
    runPerceptron(all, seed, engine),
  );
for (const [N, cost] of [
  [40, 'linear'],
  [41, 'linear'],
  [41, 'count'],
])
  perceptron('vanilla', { N, alpha: 1.4, cost });
perceptron('rsa', { N: 41, alpha: 1.4, M: 3, gamma: 1 });
perceptron('rsa', { N: 40, alpha: 1.4, M: 6, gamma: 0.5, cost: 'count' });
perceptron('mcover', { N: 41, alpha: 1.4, M: 1, S: 4, kernel: uniform });
perceptron('mcover', { N: 41, alpha: 1.4, M: 3, S: 10, kernel: ring });
perceptron('mcover', { N: 41, alpha: 1.4, M: 3, S: 41, kernel: uniform });
perceptron('mcover', { N: 40, alpha: 1.4, M: 4, S: 5, kernel: wrapped, cost: 'count' });
perceptron('mcover', { N: 41, alpha: 1.4, M: 4, S: 3, kernel: { kind: 'matrix', matrix: matrix(4) } });
perceptron('mcover', { N: 41, alpha: 1.4, M: 5, S: 6, kernel: identity });
perceptron('mcover', { N: 41, alpha: 1.4, M: 18, S: 3, kernel: ring });

const binaryTask = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, seed);
const task = { D: 5, test: 100 };
const binary = (method, params) => {
  const all = { N: 21, P: 40, K: 3, cost: 'linear', schedule, sweeps: 2, ...params };
  const result = runBinaryCommittee(all, binaryTask, seed);
  const annealer = glauber(binaryCommittee(all, binaryTask.train, seed));
  for (const T of temperatures(schedule)) for (let i = 0; i < all.sweeps; i++) annealer.sweep(T);
  const covers = digest(annealer.weights());
  rows.push({ model: 'binary-committee', method, engine: 'reference', params: all, result, covers });
};
binary('vanilla', {});
binary('vanilla', { K: 4, cost: 'count' });
binary('rsa', { M: 3, gamma: 1 });
binary('rsa', { M: 2, gamma: 0.3, cost: 'count' });
binary('mcover', { M: 1, S: 10, kernel: ring });
binary('mcover', { M: 4, S: 10, kernel: uniform });
binary('mcover', { M: 3, S: 63, kernel: ring });
binary('mcover', { K: 4, M: 3, S: 4, kernel: wrapped, cost: 'count' });
binary('mcover', { M: 3, S: 5, kernel: { kind: 'matrix', matrix: matrix(3) } });
binary('mcover', { M: 3, S: 5, kernel: identity });

const committee = (method, params) => {
  const shared = { N: 21, P: 40, K: 3, B: 15, epochs: 8, rate: 0.05, beta: 1, gamma: 1, growth: 1.1 };
  add('committee', method, { ...shared, minLoss: 0, ...params }, (all, engine) =>
    runCommittee(all, binaryTask, seed, engine),
  );
};
committee('sgd', {});
committee('sgd', { K: 4, epochs: 200, rate: 0.1 });
committee('rsgd', { M: 3, attraction: 0.3, attractionGrowth: 1.05 });
committee('rsgd', { M: 5, attraction: 1, attractionGrowth: 1.5, rate: 0.2 });
committee('mcover', { M: 1, S: 5, kernel: uniform });
committee('mcover', { M: 4, S: 10, kernel: uniform });
committee('mcover', { M: 3, S: 63, kernel: ring });
committee('mcover', { M: 4, S: 3, kernel: { kind: 'matrix', matrix: matrix(4) } });
committee('mcover', { M: 3, S: 4, kernel: identity });
committee('mcover', { M: 5, S: 2, kernel: wrapped, minLoss: 0.4 });
committee('independent', { M: 3 });

const classes = hiddenManifoldClasses({ N: 20, D: 5, P: 60, test: 100, classes: 10 }, seed);
const mlp = (method, params) => {
  const shared = { widths: [20, 12, 10], P: 60, activation: 'relu', B: 16, epochs: 3 };
  const all = { ...shared, rate: 0.05, momentum: 0.9, noise: 0.01, ...params };
  // Trials of one copy name no loss over covers.
  add('mlp', method, all, (named, engine) => runMlp({ loss: 'sum', ...named }, classes, seed, engine));
};
mlp('sgd', {});
mlp('sgd', { widths: [20, 12, 11, 10], activation: 'tanh', momentum: 0 });
mlp('rsgd', { M: 3, loss: 'sum', attraction: 0.3, attractionGrowth: 1.05 });
mlp('rsgd', { M: 2, loss: 'mean', attraction: 3, attractionGrowth: 2, activation: 'sign' });
const routed = { loss: 'sum', kernel: ring, G: 4, mixing: 'empirical', S: 10 };
mlp('mcover', { ...routed, M: 1 });
mlp('mcover', { ...routed, M: 5 });
mlp('mcover', { ...routed, M: 3, loss: 'mean', kernel: uniform, G: 2, S: 1 });
mlp('mcover', { ...routed, M: 3, mixing: 'marginal', kernel: { kind: 'matrix', matrix: matrix(3) } });
mlp('mcover', { ...routed, M: 4, mixing: 'exact', activation: 'sign' });
mlp('mcover', { ...routed, M: 3, kernel: identity });
mlp('mcover', { ...routed, M: 18, S: 2, kernel: wrapped });
mlp('independent', { M: 3, loss: 'sum' });

const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
process.stdout.write(
  `{"commit":"1894963","seed":${JSON.stringify(seed)},"task":${JSON.stringify(task)},"trials":[\n${lines}\n]}\n`,
);
