import { blasEngine, blasLibrary } from '@mcover/blas';
import { gaussian, stream } from '@mcover/core';
import { type MlpParams, mlpProblem, points } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { expect, it } from 'vitest';
import { itTrainsAsNumPy } from '../../core/test/golden/mlp.ts';
import { describeBlas } from './here.ts';

const seed = { root: 3, trial: 0 };
const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 } as const;
const [N, P, B] = [20, 32, 13];

const rows: { title: string; params: Partial<MlpParams> }[] = [
  { title: 'M = 1', params: {} },
  { title: 'M = 5, empirical mixers', params: { M: 5, G: 4, S: 3, kernel } },
  {
    title: 'M = 3, exact mixers, the mean loss',
    params: { M: 3, G: 2, kernel, mixing: 'exact', loss: 'mean' },
  },
  { title: 'M = 2, tanh, not routed', params: { M: 2, activation: 'tanh' } },
];

function training(params: Partial<MlpParams>, engine: typeof wasmEngine) {
  const random = stream(seed, 'test points', {});
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  const patterns = points({ N, P, x, labels: Uint8Array.from({ length: P }, (_, mu) => mu % 10) });
  const given = { widths: [N, 17, 16, 10], activation: 'relu', loss: 'sum', B, epochs: 1 } as const;
  const descent = { rate: 0.1, momentum: 0.9, noise: 0.01 };
  const trainer = engine.mlp(mlpProblem({ ...given, ...descent, ...params }, patterns, seed));
  const losses = Array.from({ length: 10 }, (_, step) =>
    trainer.step(
      Int32Array.from({ length: B }, (_, b) => (step * B + b) % P),
      descent,
    ),
  );
  return { losses, weights: trainer.weights(), error: trainer.error(patterns) };
}

// Ten steps of the same singles in another order of sums: no activation of these is near enough to a kink to flip.
describeBlas('training with products by BLAS', () => {
  it.each(rows)('follows the WebAssembly engine to rounding: $title', ({ params }) => {
    const [ours, theirs] = [training(params, blasEngine), training(params, wasmEngine)];
    ours.losses.forEach((loss, step) => {
      expect(Math.abs(loss / theirs.losses[step] - 1)).toBeLessThan(1e-6);
    });
    const differences = ours.weights.map((weight, q) => Math.abs(weight - theirs.weights[q]));
    expect(Math.max(...differences)).toBeLessThan(1e-6);
    expect(ours.error).toBe(theirs.error);
    expect(theirs.losses[9]).toBeLessThan(0.99 * theirs.losses[0]);
  });

  it('is not the WebAssembly engine under another name, where the library fuses or reorders', () => {
    if (!blasLibrary().title.startsWith('OpenBLAS')) return;
    expect(training(rows[1].params, blasEngine).weights).not.toEqual(
      training(rows[1].params, wasmEngine).weights,
    );
  });
});

describeBlas('ten steps agree with NumPy in every loss and weight', () => {
  itTrainsAsNumPy(blasEngine.mlp, { loss: 1e-5, weight: 1e-4 });
});
