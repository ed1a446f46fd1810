import { uniform } from '../random/draw.ts';
import { gaussian } from '../random/gaussian.ts';
import { type Seed, stream } from '../random/stream.ts';
import { mlpLayers, mlpSize } from './layers.ts';

/** Initial parameters of M covers: a shared network, and what each cover adds to it. */
export interface InitialMlp {
  widths: readonly number[];
  M?: number;
  /** Standard deviation of the Gaussian noise that each cover adds to every weight and bias, also at M = 1. */
  noise: number;
}

/**
 * Weights and biases U(±1/√fan-in), shared by the covers, plus noise of each cover's own (Appendix A.3). Neither
 * depends on the number of covers, and noise of another size is the same noise scaled.
 */
export function initialMlp({ widths, M = 1, noise }: InitialMlp, seed: Seed): Float64Array {
  const key = widths.join('-');
  const size = mlpSize(widths);
  const shared = new Float64Array(size);
  const random = stream(seed, 'mlp weights', { widths: key });
  for (const { inputs, outputs, weights } of mlpLayers(widths)) {
    const bound = 1 / Math.sqrt(inputs);
    for (let q = weights; q < weights + (inputs + 1) * outputs; q++) {
      shared[q] = (2 * uniform(random) - 1) * bound;
    }
  }
  const all = new Float64Array(M * size);
  for (let a = 0; a < M; a++) {
    const own = stream(seed, 'mlp noise', { widths: key, cover: a });
    for (let q = 0; q < size; q++) all[a * size + q] = shared[q] + noise * gaussian(own);
  }
  return all;
}
