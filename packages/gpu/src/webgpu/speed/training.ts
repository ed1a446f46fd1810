import { type Coupling, stream, uniform } from '@mcover/core';
import { initialMlp, miniBatches, mlpMixers } from '@mcover/core/internals';
import { mlpOnDevice } from '../mlp/trainer.ts';

/** How fast a device trains, and the losses, to see that it learnt. */
export interface TrainingSpeed {
  readonly secondsPerEpoch: number;
  readonly millisecondsPerStep: number;
  /** Mean loss of a cover in the first epoch and the last. */
  readonly losses: readonly [number, number];
}

/**
 * Epochs of the paper's network (Table 4: batches of 256, for M = 5 eight blocks of a layer) on P patterns of uniform
 * noise, each class about a mean of its own. One epoch runs before, untimed.
 *
 * @param now milliseconds of a clock.
 */
export async function trainingSpeed(
  device: GPUDevice,
  { widths, M, P, epochs }: { widths: readonly number[]; M: number; P: number; epochs: number },
  now: () => number,
): Promise<TrainingSpeed> {
  const seed = { root: 1, trial: 0 };
  const [N, classes, B] = [widths[0], widths[widths.length - 1], 256];
  const random = stream(seed, 'speed of training', { N, P });
  const noise = (length: number) => Float32Array.from({ length }, () => 2 * uniform(random) - 1);
  const means = noise(classes * N);
  const labels = Uint8Array.from({ length: P }, (_, mu) => mu % classes);
  const x = noise(P * N).map((value, at) => value + 0.2 * means[labels[Math.floor(at / N)] * N + (at % N)]);

  const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 } as const;
  const coupling: Coupling = { kind: 'routing', M, S: 10, kernel };
  const trainer = await mlpOnDevice(device, {
    widths,
    activation: 'relu',
    loss: 'sum',
    M,
    B,
    patterns: { N, P, x, labels },
    mixers: mlpMixers(widths, { coupling, G: 8 }, seed),
    weights: initialMlp({ widths, M, noise: 0.01 }, seed),
  });
  const batches = miniBatches(P, B, stream(seed, 'batches', { P, B }));
  const epoch = async () => {
    const order = batches.next();
    const losses = await Promise.all(
      order.map((batch) => trainer.step(batch, { rate: 0.05, momentum: 0.9 })),
    );
    const patterns = order.map((batch) => batch.length);
    return losses.reduce((sum, loss, i) => sum + loss * patterns[i], 0) / P / M;
  };

  const first = await epoch();
  const began = now();
  let last = first;
  for (let i = 0; i < epochs; i++) last = await epoch();
  const milliseconds = (now() - began) / epochs;
  trainer.destroy();
  return {
    secondsPerEpoch: milliseconds / 1000,
    millisecondsPerStep: milliseconds / Math.ceil(P / B),
    losses: [first, last],
  };
}
