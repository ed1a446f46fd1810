// Two solutions of one task by each method: how many weights differ, how high the error is on the way from one to the other,
// and by how much it rises under flips of 5 % of the weights. `node examples/minima.js 0.4 40`: load α, number of tasks.
import {
  collapse,
  couplingOf,
  gauge,
  hardError,
  stream,
  teacherStudent,
  temperatures,
  votePatterns,
} from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { flipBarrier, flippedError } from '@mcover/landscape';
import { wasmEngine } from '@mcover/wasm';

const [alpha = 0.4, trials = 3] = process.argv.slice(2).map(Number);
const [N, P] = [501, Math.round(alpha * 501)];
const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
const methods = {
  vanilla: couplingOf({ M: 1 }),
  'independent, averaged': couplingOf({ M: 3 }),
  rsa: couplingOf({ M: 3 }, { strength: 1 }),
  mcover: couplingOf({ M: 3, S: 10, kernel }),
};

const inRows = ({ x, y }) => ({ N, P, x: x.map((_, at) => x[(at % N) * P + Math.floor(at / N)]), y });

function solution(data, coupling, seed) {
  const gauged = { N, P, G: gauge(data.x, data.y) };
  const annealer = wasmEngine.annealer(perceptronProblem(gauged, { cost: 'linear', coupling }, seed));
  for (const T of temperatures({ from: 0.4, to: 0.01, step: 0.001 })) annealer.sweep(T);
  return Int8Array.from(collapse(annealer.weights(), coupling.M), Math.sign);
}

function pairOf(coupling, trial) {
  const data = teacherStudent(N, P, { root: 1, trial });
  const patterns = inRows(data);
  const pair = [101, 102].map((root) => solution(data, coupling, { root, trial }));
  const [a, b] = pair.map((w) => hardError(w, 1, patterns));
  const random = stream({ root: 1, trial }, 'flips');
  const way = flipBarrier(votePatterns(1, 'linear', patterns), ...pair, { orders: 10, steps: 50 }, random);
  const [c, d] = pair.map((w) => flippedError(patterns, w, 25));
  return [(a + b) / 2, way.length / N, way.highest, way.excess, (c - a + d - b) / 2];
}

const columns = ['train error', 'share that differs', 'highest', 'excess', 'rise at 5 %'];
const table = {};
for (const [name, coupling] of Object.entries(methods)) {
  const rows = Array.from({ length: trials }, (_, trial) => pairOf(coupling, trial));
  const entries = columns.map((column, i) => {
    const values = rows.map((row) => row[i]);
    const mean = values.reduce((sum, value) => sum + value) / trials;
    const error = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (trials - 1) / trials);
    return [column, `${mean.toFixed(4)} ± ${(1.96 * error).toFixed(4)}`];
  });
  table[name] = Object.fromEntries(entries);
}
console.table(table);
