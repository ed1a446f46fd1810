import { average, descentRule, exp, gaussian, type MlpProblem, nesterovRule, stream } from '@mcover/core';
import {
  blockMessages,
  blockStarts,
  identityMixers,
  mixedWeights,
  mlpGradient,
  mlpLayers,
  mlpSize,
  mlpTrainer,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import {
  activations,
  biasPlaces,
  everyPattern,
  inputsOf,
  mixings,
  shareBiases,
  smallProblem,
} from './mlp-support.ts';

const seed = { root: 13, trial: 0 };
const knobs = { rate: 0.1, momentum: 0.9 };
const batches = [[0, 3, 5], [1, 2, 4, 7], [6], [5, 0, 2], [7, 3]].map((batch) => Int32Array.from(batch));
const train = (problem: MlpProblem, asked = knobs) => {
  const trainer = mlpTrainer(problem);
  const losses = batches.map((batch) => trainer.step(batch, asked));
  return { losses, weights: trainer.weights() };
};

describe('M = 1', () => {
  /** SGD with Nesterov momentum of one plain network, for hidden layers of ReLU, as a textbook has it. */
  function baseModel({ widths, patterns, weights }: MlpProblem): Float64Array {
    const w = weights.slice();
    const v = new Float64Array(w.length);
    const layers = mlpLayers(widths);
    for (const batch of batches) {
      const gradient = new Float64Array(w.length);
      const passes = Array.from(batch, (mu) => {
        const h = [inputsOf(patterns, mu)];
        for (const { inputs, outputs, weights: at, biases } of layers) {
          const below = h[h.length - 1];
          const field = Float64Array.from({ length: outputs }, (_, r) => {
            let sum = 0;
            for (let i = 0; i < inputs; i++) sum += w[at + r * inputs + i] * below[i];
            return sum + w[biases + r];
          });
          h.push(h.length === layers.length ? field : field.map((a) => Math.max(0, a)));
        }
        return { mu, h };
      });
      for (const { mu, h } of passes) {
        const logits = h[layers.length];
        let delta = softmax(logits).map(
          (p, c) => (p - (c === patterns.labels[mu] ? 1 : 0)) * (1 / batch.length),
        );
        for (let l = layers.length - 1; l >= 0; l--) {
          const { inputs, outputs, weights: at, biases } = layers[l];
          const below = new Float64Array(inputs);
          for (let r = 0; r < outputs; r++) {
            gradient[biases + r] += delta[r];
            for (let i = 0; i < inputs; i++) {
              gradient[at + r * inputs + i] += delta[r] * h[l][i];
              below[i] += delta[r] * w[at + r * inputs + i];
            }
          }
          delta = below.map((d, i) => (h[l][i] > 0 ? d : 0));
        }
      }
      for (let q = 0; q < w.length; q++) {
        v[q] = 0.9 * v[q] + gradient[q];
        w[q] -= 0.1 * (gradient[q] + 0.9 * v[q]);
      }
    }
    return w;
  }

  it('is the base model bit for bit, whatever the routing and the loss over covers', () => {
    for (const loss of ['sum', 'mean'] as const) {
      for (const { routing } of mixings) {
        const problem = smallProblem({ widths: [6, 5, 4, 3], M: 1, loss, ...routing });
        expect(train(problem).weights).toEqual(baseModel(problem));
      }
    }
  });

  it('without routing M covers are M base models bit for bit', () => {
    for (const routing of [{}, { kernel: { kind: 'identity' as const }, G: 4, S: 3 }]) {
      const problem = smallProblem({ widths: [6, 5, 4, 3], M: 3, ...routing });
      const size = problem.weights.length / 3;
      const apart = [0, 1, 2].flatMap((a) => [
        ...baseModel({ ...problem, weights: problem.weights.slice(a * size, (a + 1) * size) }),
      ]);
      expect([...train(problem).weights]).toEqual(apart);
    }
  });

  it('routing couples the covers: what comes out is not M base models', () => {
    const routed = smallProblem({ widths: [6, 5, 4, 3], M: 3, ...mixings[0].routing });
    const separate = { ...routed, mixers: identityMixers(routed.widths, 3) };
    const [a, b] = [routed, separate].map((problem) => train(problem).weights);
    expect(a.reduce((sum, w, q) => sum + Math.abs(w - b[q]), 0)).toBeGreaterThan(0.1);
  });
});

/*
 * Under exact uniform mixing all streams are that of the averaged network as long as the covers' biases are the
 * same. Biases are not routed: a hidden bias has its own cover's gradient, (W^{(β)})ᵀ of the deltas above, so that
 * biases which begin as one stay one where the covers share the weights above the first layer.
 */
describe('exact uniform mixing', () => {
  const uniform = { kernel: { kind: 'uniform' as const }, mixing: 'exact' as const, G: 2 };
  const widths = [6, 5, 4, 3];
  const averaged = (problem: MlpProblem): MlpProblem => ({
    ...problem,
    M: 1,
    mixers: identityMixers(widths, 1),
    weights: average(problem.weights, problem.M),
  });

  for (const loss of ['sum', 'mean'] as const) {
    const factor = loss === 'sum' ? 4 : 1;

    it.each(activations)(
      `${loss}: training is the base model's from the averaged start, the mean loss at 1/M of its rate (%s)`,
      (activation) => {
        const problem = smallProblem({ widths, M: 4, activation, loss, ...uniform });
        const size = problem.weights.length / 4;
        for (let a = 1; a < 4; a++) problem.weights.copyWithin(a * size + 30, 30, size);
        const { losses, weights } = train(problem);
        const base = train(averaged(problem), { ...knobs, rate: (0.1 * factor) / 4 });
        losses.forEach((value, step) => {
          expect(value).toBeCloseTo(base.losses[step] * factor, 12);
        });
        average(weights, 4).forEach((w, q) => {
          expect(w).toBeCloseTo(base.weights[q], 12);
        });
        // Every cover moves alike: covers keep their initial distance.
        weights.forEach((w, at) => {
          expect(w - weights[at % size]).toBeCloseTo(problem.weights[at] - problem.weights[at % size], 12);
        });
        expect(Math.abs(weights[size] - weights[0])).toBeGreaterThan(0.01);
      },
    );

    it.each(activations)(
      `${loss}: covers that are apart everywhere have the averaged network's gradient (%s)`,
      (activation) => {
        const problem = smallProblem({ widths, M: 4, activation, loss, ...uniform });
        shareBiases(problem);
        const size = problem.weights.length / 4;
        const gradient = new Float64Array(4 * size);
        const expected = new Float64Array(size);
        const value = mlpGradient(problem)(problem.weights, batches[0], gradient);
        const base = averaged(problem);
        expect(value).toBeCloseTo(factor * mlpGradient(base)(base.weights, batches[0], expected), 12);
        average(gradient, 4).forEach((g, q) => {
          expect(g).toBeCloseTo((expected[q] * factor) / 4, 13);
        });
        const isBias = (q: number) => biasPlaces(widths).some(({ from, to }) => q >= from && q < to);
        let apart = 0;
        gradient.forEach((g, at) => {
          const difference = Math.abs(g - gradient[at % size]);
          if (isBias(at % size)) apart = Math.max(apart, difference);
          else expect(difference).toBeLessThan(1e-13);
        });
        expect(apart).toBeGreaterThan(0.001);
      },
    );
  }

  it('makes all streams one', () => {
    const problem = smallProblem({ widths, M: 4, ...uniform });
    shareBiases(problem);
    const [layer] = mlpLayers(widths);
    const [mixers] = problem.mixers;
    const fields = new Float64Array(4 * 2 * 5);
    const x = inputsOf(problem.patterns, 0, 1);
    const first = mixedWeights({ layer, M: 4, size: mlpSize(widths), mixers });
    first.forward(problem.weights, x, 2, fields);
    for (let at = 10; at < 40; at++) expect(fields[at]).toBeCloseTo(fields[at % 10], 14);
    expect(fields[0]).not.toBeCloseTo(fields[1], 3);
  });
});

describe('the first layer', () => {
  it.each(mixings)(
    'mixed weights are mixed messages of inputs that all covers share ($name)',
    ({ routing }) => {
      const [M, B] = [3, 4];
      const problem = smallProblem({ widths: [7, 5], M, ...routing });
      const [layer] = mlpLayers(problem.widths);
      const { weights } = problem;
      const parts = { layer, M, size: weights.length / M, mixers: problem.mixers[0] };
      const x = inputsOf(problem.patterns, 0, 1, 2, 3);
      const copies = Float64Array.from([0, 1, 2].flatMap(() => [...x]));
      const random = stream(seed, 'test deltas');
      const deltas = Float64Array.from({ length: M * B * 5 }, () => gaussian(random));

      const [direct, generic] = [mixedWeights(parts), blockMessages(parts)];
      const fields = [new Float64Array(M * B * 5), new Float64Array(M * B * 5)];
      direct.forward(weights, x, B, fields[0]);
      generic.forward(weights, copies, B, fields[1]);
      fields[0].forEach((field, at) => {
        expect(field).toBeCloseTo(fields[1][at], 13);
      });
      const gradients = [new Float64Array(weights.length), new Float64Array(weights.length)];
      direct.backward(x, B, deltas, gradients[0]);
      generic.backward(weights, copies, B, deltas, gradients[1], new Float64Array(M * B * 7));
      gradients[0].forEach((g, at) => {
        expect(g).toBeCloseTo(gradients[1][at], 13);
      });
    },
  );

  it('blocks are contiguous and as equal as can be', () => {
    expect([...blockStarts(784, 8)]).toEqual([0, 98, 196, 294, 392, 490, 588, 686, 784]);
    expect([...blockStarts(7, 3)]).toEqual([0, 2, 4, 7]);
    expect([...blockStarts(4, 4)]).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a step', () => {
  it('of Nesterov momentum is v = m·v + g, w −= η(g + m·v)', () => {
    const rule = nesterovRule(2);
    const w = Float64Array.of(0, 1);
    rule(w, Float64Array.of(1, 0), { rate: 0.1, momentum: 0.5 });
    // v = (1, 0), and w₀ = −0.1·(1 + 0.5·1).
    expect([...w]).toEqual([-0.15000000000000002, 1]);
    rule(w, Float64Array.of(2, 0), { rate: 0.1, momentum: 0.5 });
    // v₀ = 0.5·1 + 2 = 2.5, and w₀ moves by −0.1·(2 + 0.5·2.5) = −0.325.
    expect(w[0]).toBeCloseTo(-0.15 - 0.325, 15);
    expect(w[1]).toBe(1);
  });

  it('without momentum is plain gradient descent', () => {
    const [a, b] = [0, 1].map(() => Float64Array.of(0.3, -2, 1));
    const g = Float64Array.of(1, -0.5, 0);
    for (let i = 0; i < 3; i++) {
      nesterovRule(3)(a, g, { rate: 0.1, momentum: 0 });
      descentRule(b, g, { rate: 0.1 });
    }
    expect(a).toEqual(b);
    expect(a[1]).toBeCloseTo(-1.85, 15);
  });

  it('leaves the problem as it was; full attraction makes the covers one', () => {
    const problem = smallProblem({ widths: [6, 5, 3], M: 3, ...mixings[0].routing });
    const before = problem.weights.slice();
    const trainer = mlpTrainer(problem);
    trainer.step(everyPattern(8), knobs);
    trainer.attract(1);
    expect(problem.weights).toEqual(before);
    const weights = trainer.weights();
    expect(weights).not.toEqual(before);
    const size = weights.length / 3;
    weights.forEach((w, q) => {
      expect(w).toBeCloseTo(weights[q % size], 14);
    });
  });

  it('makes no arrays', () => {
    const problem = smallProblem({ widths: [6, 5, 4, 3], M: 3, ...mixings[0].routing });
    const trainer = mlpTrainer(problem);
    const made: string[] = [];
    const kinds = { Float64Array, Int32Array, Uint8Array };
    try {
      for (const kind of ['Float64Array', 'Int32Array', 'Uint8Array'] as const) {
        globalThis[kind] = new Proxy(kinds[kind], {
          construct(target, args) {
            made.push(kind);
            return Reflect.construct(target, args);
          },
        }) as never;
      }
      new Float64Array(1);
      for (const batch of batches) trainer.step(batch, knobs);
    } finally {
      Object.assign(globalThis, kinds);
    }
    // The first is there to show that the test can see them.
    expect(made).toEqual(['Float64Array']);
  });
});

function softmax(logits: Float64Array): Float64Array {
  const top = logits.reduce((most, a) => Math.max(most, a), -Infinity);
  const terms = logits.map((a) => exp(a - top));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}
