import { blasEngine, blasLibrary, blasUnavailable } from '@mcover/blas';
import { gaussian, stream } from '@mcover/core';
import { type MlpSize, mlpProblem, points, shareWrong } from '@mcover/core/internals';
import { engineLaws } from '@mcover/laws';
import { wasmEngine } from '@mcover/wasm';
import { expect, it } from 'vitest';
import { itTrainsAsNumPy } from '../../core/test/golden/mlp.ts';
import { describeBlas } from './here.ts';

const seed = { root: 3, trial: 0 };
const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 } as const;
const [N, P, B] = [20, 32, 13];

/** OpenBLAS fuses or reorders sums, by which its numbers are known from those of the kernels; others may not. */
const library = blasUnavailable() === undefined ? blasLibrary().title : undefined;
const reorders = library?.startsWith('OpenBLAS') ?? false;
const unordered = ` (skipped: ${library ?? 'there is no BLAS'} is not known to reorder sums as OpenBLAS does)`;

type Chosen = Partial<MlpSize>;

const rows: { title: string; chosen: Chosen }[] = [
  { title: 'M = 1', chosen: {} },
  {
    title: 'M = 5, empirical mixers',
    chosen: { coupling: { kind: 'routing', M: 5, S: 3, kernel }, G: 4 },
  },
  {
    title: 'M = 3, exact mixers, the mean loss',
    chosen: { coupling: { kind: 'routing', M: 3, S: 1, kernel }, G: 2, mixing: 'exact', loss: 'mean' },
  },
  {
    title: 'M = 2, tanh, not routed',
    chosen: { coupling: { kind: 'alone', M: 2 }, activation: 'tanh' },
  },
];

function training(chosen: Chosen, engine: typeof wasmEngine) {
  const random = stream(seed, 'test points', {});
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  const patterns = points({ N, P, x, labels: Uint8Array.from({ length: P }, (_, mu) => mu % 10) });
  const size: MlpSize = {
    widths: [N, 17, 16, 10],
    activation: 'relu',
    loss: 'sum',
    B,
    noise: 0.01,
    coupling: { kind: 'alone', M: 1 },
    ...chosen,
  };
  const trainer = engine.mlp(mlpProblem(size, patterns, seed));
  const knobs = { rate: 0.1, momentum: 0.9 };
  const losses = Array.from({ length: 10 }, (_, step) =>
    trainer.step(
      Int32Array.from({ length: B }, (_, b) => (step * B + b) % P),
      knobs,
    ),
  );
  return { losses, weights: trainer.weights(), error: shareWrong(trainer.classes(patterns), patterns) };
}

// Ten steps of the same singles in another order of sums: no activation of these is near enough to a kink to flip.
describeBlas('training with products by BLAS', () => {
  it.each(rows)('follows the WebAssembly engine to rounding: $title', ({ chosen }) => {
    const [ours, theirs] = [training(chosen, blasEngine), training(chosen, wasmEngine)];
    ours.losses.forEach((loss, step) => {
      expect(Math.abs(loss / theirs.losses[step] - 1)).toBeLessThan(1e-6);
    });
    const differences = ours.weights.map((weight, q) => Math.abs(weight - theirs.weights[q]));
    expect(Math.max(...differences)).toBeLessThan(1e-6);
    expect(ours.error).toBe(theirs.error);
    expect(theirs.losses[9]).toBeLessThan(0.99 * theirs.losses[0]);
  });

  it.skipIf(!reorders)(`is not the WebAssembly engine under another name${reorders ? '' : unordered}`, () => {
    const [ours, theirs] = [training(rows[1].chosen, blasEngine), training(rows[1].chosen, wasmEngine)];
    expect(ours.weights).not.toEqual(theirs.weights);
  });
});

describeBlas('ten steps agree with NumPy in every loss and weight', () => {
  itTrainsAsNumPy(blasEngine.mlp, { loss: 1e-5, weight: 1e-4 });
});

describeBlas('as an engine', () => engineLaws(blasEngine, { models: ['mlp', 'readout'] }));
