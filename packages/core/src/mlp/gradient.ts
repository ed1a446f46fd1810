import type { MlpProblem } from '../engine.ts';
import { activate, throughActivation } from './activation.ts';
import { crossEntropy } from './cross-entropy.ts';
import { mlpLayers, mlpSize } from './layers.ts';
import { blockMessages } from './messages.ts';
import { mixedWeights } from './mixed-weights.ts';

/** The loss of a batch at `weights`, whose derivative by every parameter copy is written into `gradient`. */
export type MlpGradient = (weights: Float64Array, batch: Int32Array, gradient: Float64Array) => number;

/**
 * Loss of a routed multilayer perceptron, the sum or the mean over covers of the batch-mean cross-entropy of the
 * routed logits, and its gradient by hand: back through the mixers with Q̂ᵀ, into each cover's own messages. The
 * batch may have up to `problem.B` patterns; nothing is allocated after the first call.
 */
export function mlpGradient(problem: MlpProblem): MlpGradient {
  const { widths, activation, loss, M, mixers, patterns } = problem;
  const layers = mlpLayers(widths);
  const size = mlpSize(widths);
  const N = widths[0];
  const classes = widths[widths.length - 1];
  const top = layers.length - 1;

  const first = mixedWeights({ layer: layers[0], M, size, mixers: mixers[0] });
  // routed[l − 1] is layer l, counted from 0.
  const routed = layers.slice(1).map((layer, l) => blockMessages({ layer, M, size, mixers: mixers[l + 1] }));
  const x = new Float64Array(problem.B * N);
  const buffers = () => layers.map(({ outputs }) => new Float64Array(M * problem.B * outputs));
  const fields = buffers();
  const values = buffers();
  const deltas = buffers();

  return (weights, batch, gradient) => {
    const B = batch.length;
    for (let b = 0; b < B; b++) patterns.inputs(batch[b], x, b * N);
    first.forward(weights, x, B, fields[0]);
    for (let l = 1; l <= top; l++) {
      activate(activation, fields[l - 1], M * B * widths[l], values[l - 1]);
      routed[l - 1].forward(weights, values[l - 1], B, fields[l]);
    }

    const share = (loss === 'sum' ? 1 : 1 / M) / B;
    let total = 0;
    for (let at = 0; at < M * B; at++) {
      const label = patterns.labels[batch[at % B]];
      total += crossEntropy(fields[top], at * classes, classes, label, share, deltas[top]);
    }

    gradient.fill(0);
    for (let l = top; l >= 1; l--) {
      routed[l - 1].backward(weights, values[l - 1], B, deltas[l], gradient, deltas[l - 1]);
      throughActivation(activation, fields[l - 1], values[l - 1], M * B * widths[l], deltas[l - 1]);
    }
    first.backward(x, B, deltas[0], gradient);
    return total * share;
  };
}
