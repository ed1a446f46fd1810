import { type Bank, sampleBank, spin, stream, uniform } from '@mcover/core';
import {
  blockMessages,
  blockMessagesBack,
  type Device,
  mixMessages,
  routedFields,
  routedFieldsBack,
  routedMargins,
  unmixMessages,
} from '@mcover/gpu';
import type { AsyncTask } from './measure-async.ts';
import { kernel, seed } from './problem.ts';

/** A batched loop: its name, its sizes, how many products it takes, and one run on a device. */
export interface Loop {
  readonly name: string;
  readonly at: Readonly<Record<string, number>>;
  readonly products: number;
  run(device: Device): Promise<ArrayLike<number>>;
}

const random = stream(seed, 'benchmark loops', {});
const spins = (length: number) => Int8Array.from({ length }, () => spin(random));
const singles = (length: number) => Float32Array.from({ length }, () => 2 * uniform(random) - 1);

/** The loops that every device computes, at the paper's sizes but for the number of patterns. */
export function loopsOf(short: boolean): Loop[] {
  return [...routed(short), ...mixed(short)];
}

function routed(short: boolean): Loop[] {
  const [N, P, M, S] = short ? [100, 50, 3, 2] : [1000, 1580, 3, 3];
  const bank: Bank = sampleBank({ N, M, S, kernel }, random);
  const [G, w] = [spins(N * P), spins(M * N)];

  const [inputs, K, B] = short ? [49, 3, 10] : [784, 9, 100];
  const committee = sampleBank({ N: K * inputs, M: 4, S, kernel: { kind: 'uniform' } }, random);
  const fields = { N: inputs, K, P: B, x: spins(inputs * B), bank: committee };
  const weights = singles(4 * K * inputs);
  const deltas = singles(S * 4 * K * B);
  const at = { N: inputs, K, P: B, M: 4, S };
  const products = S * 4 * K * inputs * B;
  return [
    {
      name: 'routed margins',
      at: { N, P, M, S },
      products: S * M * N * P,
      run: (device) => routedMargins(device, { N, P, G, bank }, w),
    },
    { name: 'routed fields', at, products, run: (device) => routedFields(device, fields, weights) },
    {
      name: 'routed fields, back',
      at,
      products,
      run: (device) => routedFieldsBack(device, fields, deltas),
    },
  ];
}

function mixed(short: boolean): Loop[] {
  const [inputs, outputs, B] = short ? [32, 16, 8] : [512, 512, 32];
  const layer = { inputs, outputs, G: 8, M: 5, B };
  const { G, M } = layer;
  const [W, h, d] = [M * outputs * inputs, M * B * inputs, M * B * outputs].map(singles);
  const Q = singles(outputs * G * M * M);
  const products = M * B * outputs * (inputs + G * M);
  const at = { inputs, outputs, G, M, B };
  return [
    {
      name: 'mixed messages',
      at,
      products,
      run: async (device) => mixMessages(device, layer, Q, await blockMessages(device, layer, W, h)),
    },
    {
      name: 'mixed messages, back',
      at,
      products: products + M * B * outputs * inputs,
      async run(device) {
        const byMessages = await unmixMessages(device, layer, Q, d);
        return (await blockMessagesBack(device, layer, W, h, byMessages)).byWeights;
      },
    },
  ];
}

export function loopTask({ name, products, run }: Loop, device: Device): AsyncTask {
  let last: ArrayLike<number> = [];
  return {
    name: `${name} on ${device.info.backend}`,
    units: products,
    async run() {
      last = await run(device);
    },
    outcome: () => last[0],
  };
}
