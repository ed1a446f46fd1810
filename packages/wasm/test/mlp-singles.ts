import type { MlpKnobs, MlpProblem } from '@mcover/core';
import { blockStarts, type Layer, mlpLayers } from '@mcover/core/internals';
import { expMinus } from './committee-singles.ts';

/**
 * The arithmetic of a step once more, one rounded single at a time and without vectors, packing or blocks of cache.
 * What the engine computes must be this, bit for bit.
 */

const f = Math.fround;
const bits = new DataView(new ArrayBuffer(4));

/** ln x, assembly/mlp/numeric.ts. */
export function log(x: number): number {
  bits.setFloat32(0, x);
  const shifted = (bits.getInt32(0) - 0x3f3504f3) | 0;
  const k = shifted >> 23;
  bits.setInt32(0, (shifted & 0x007fffff) + 0x3f3504f3);
  const m = bits.getFloat32(0);
  const s = f(f(m - 1) / f(m + 1));
  const z = f(s * s);
  let tail = f(2 / 9);
  for (const n of [7, 5, 3]) tail = f(f(tail * z) + f(2 / n));
  const low = f(f(f(s * z) * tail) + f(k * f(-0.00021219444)));
  return f(f(k * f(0.693359375)) + f(f(s + s) + low));
}

export function tanh(a: number): number {
  const e = expMinus(f(Math.abs(a) * 2));
  const size = f(f(1 - e) / f(1 + e));
  return a < 0 || Object.is(a, -0) ? -size : size;
}

/** Activation of a field, and its slope there. */
const functions = {
  relu: (a: number) => ({ value: Math.max(a, 0), slope: a > 0 ? 1 : 0 }),
  tanh: (a: number) => ({ value: tanh(a), slope: f(1 - f(tanh(a) ** 2)) }),
  sign: (a: number) => ({ value: a >= 0 ? 1 : -1, slope: Math.abs(a) <= 1 ? 1 : 0 }),
};

/** start + Σ x·y, one rounded product after the other. */
function sum(start: number, count: number, term: (n: number) => readonly [number, number]): number {
  let total = start;
  for (let n = 0; n < count; n++) {
    const [x, y] = term(n);
    total = f(total + f(x * y));
  }
  return total;
}

/** Gradients by biases: four lanes over whole vectors, then one by one. */
function laneSum(values: readonly number[]): number {
  const lanes = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let b = 0; b < whole; b++) lanes[b % 4] = f(lanes[b % 4] + values[b]);
  const start = f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3]));
  return values.slice(whole).reduce((total, value) => f(total + value), start);
}

/** Values of covers, units and patterns. */
type Units = number[][][];

const units = (covers: number, rows: number, count: number, value: (...at: number[]) => number): Units =>
  range(covers).map((a) => range(rows).map((r) => range(count).map((b) => value(a, r, b))));
const range = (length: number) => Array.from({ length }, (_, i) => i);

/** A training in singles: parameters and velocity as in MlpProblem, which each step changes. */
export function singles(problem: MlpProblem) {
  const { widths, activation, M, patterns } = problem;
  const layers = mlpLayers(widths);
  const w = Float32Array.from(problem.weights);
  const v = new Float32Array(w.length);
  const size = w.length / M;
  const phi = functions[activation];

  const step = (batch: Int32Array, { rate, momentum }: MlpKnobs): number => {
    const count = batch.length;
    const gradient = new Float32Array(w.length);
    const x = new Float32Array(widths[0]);
    const inputs = units(1, count, widths[0], () => 0)[0];
    inputs.forEach((row, b) => {
      patterns.inputs(batch[b], x, 0);
      row.splice(0, row.length, ...x);
    });
    const routed = layers.map((layer, l) => routing(layer, l));
    const fields: Units[] = [];
    const below = (l: number) => (a: number, i: number, b: number) =>
      l === 0 ? inputs[b][i] : phi(fields[l - 1][a][i][b]).value;
    routed.forEach(({ forward }, l) => {
      fields.push(forward(w, below(l), count));
    });

    const share = (problem.loss === 'sum' ? 1 : 1 / M) / count;
    const { loss, deltas } = crossEntropy(fields[layers.length - 1], batch, f(share));
    let d = deltas;
    for (let l = layers.length - 1; l >= 0; l--) {
      const dh = routed[l].backward(w, below(l), d, gradient);
      if (l > 0)
        d = units(M, widths[l], count, (a, i, b) => f(dh(a, i, b) * phi(fields[l - 1][a][i][b]).slope));
    }
    for (let q = 0; q < w.length; q++) {
      v[q] = f(f(f(momentum) * v[q]) + gradient[q]);
      w[q] = f(w[q] - f(f(rate) * f(gradient[q] + f(f(momentum) * v[q]))));
    }
    return loss * share;
  };

  const crossEntropy = (logits: Units, batch: Int32Array, share: number) => {
    let loss = 0;
    const deltas = logits.map((rows) => {
      const own = rows.map((row) => row.slice());
      batch.forEach((mu, b) => {
        const y = patterns.labels[mu];
        const largest = Math.max(...rows.map((row) => row[b]));
        const e = rows.map((row) => expMinus(f(largest - row[b])));
        const z = e.reduce((total, value) => f(total + value), 0);
        loss += f(f(largest - rows[y][b]) + log(z));
        e.forEach((value, k) => {
          own[k][b] = f(f(f(value * f(1 / z)) - (k === y ? 1 : 0)) * share);
        });
      });
      return own;
    });
    return { loss, deltas };
  };

  type Below = (a: number, i: number, b: number) => number;

  const routing = ({ inputs, outputs, weights, biases }: Layer, l: number) => {
    const { G, Q } = problem.mixers[l];
    const plain = Q.every((q, at) => q === ((at % (M * M)) % (M + 1) === 0 ? 1 : 0));
    const starts = blockStarts(inputs, G);
    const blockOf = (i: number) => starts.findIndex((start, g) => i >= start && i < starts[g + 1]);
    const q = (r: number, g: number, to: number, from: number) => f(Q[((r * G + g) * M + to) * M + from]);
    const at = (a: number, r: number, i: number) => a * size + weights + r * inputs + i;
    const bias = (a: number, r: number) => a * size + biases + r;

    const forward = (w: Float32Array, h: Below, count: number): Units => {
      if (plain) {
        return units(M, outputs, count, (a, r, b) =>
          f(sum(0, inputs, (i) => [w[at(a, r, i)], h(a, i, b)]) + w[bias(a, r)]),
        );
      }
      if (l === 0) {
        const mixed = units(M, outputs, inputs, (to, r, i) =>
          sum(0, M, (a) => [q(r, blockOf(i), to, a), w[at(a, r, i)]]),
        );
        return units(M, outputs, count, (a, r, b) =>
          f(sum(0, inputs, (i) => [mixed[a][r][i], h(a, i, b)]) + w[bias(a, r)]),
        );
      }
      const messages = range(G).map((g) =>
        units(M, outputs, count, (a, r, b) =>
          sum(0, starts[g + 1] - starts[g], (n) => {
            const i = starts[g] + n;
            return [w[at(a, r, i)], h(a, i, b)];
          }),
        ),
      );
      return units(M, outputs, count, (to, r, b) =>
        sum(w[bias(to, r)], G * M, (n) => {
          const [g, a] = [Math.floor(n / M), n % M];
          return [q(r, g, to, a), messages[g][a][r][b]];
        }),
      );
    };

    /** Writes the gradient by the layer's parameters, and gives that by the activations below. */
    const backward = (w: Float32Array, h: Below, d: Units, gradient: Float32Array): Below => {
      const count = d[0][0].length;
      const byMessages = range(plain ? 1 : G).map((g) =>
        units(M, outputs, count, (a, r, b) =>
          plain ? d[a][r][b] : sum(0, M, (to) => [q(r, g, to, a), d[to][r][b]]),
        ),
      );
      const byMessage = (i: number) => byMessages[plain ? 0 : blockOf(i)];
      range(M).forEach((a) => {
        range(outputs).forEach((r) => {
          gradient[bias(a, r)] = laneSum(d[a][r]);
          range(inputs).forEach((i) => {
            const byInputs = (rows: number[]) => sum(0, count, (b) => [rows[b], h(a, i, b)]);
            gradient[at(a, r, i)] =
              l > 0 || plain
                ? byInputs(byMessage(i)[a][r])
                : sum(0, M, (to) => [q(r, blockOf(i), to, a), byInputs(d[to][r])]);
          });
        });
      });
      return (a, i, b) => sum(0, outputs, (r) => [w[at(a, r, i)], byMessage(i)[a][r][b]]);
    };
    return { forward, backward };
  };

  return { step, w };
}
