import type { Network } from '@mcover/core';
import { mlpLayers, mlpSize } from '@mcover/core/internals';
import { mlpLedger } from './layout.ts';

/** What decides the layout of a multilayer perceptron in memory. */
export interface MlpSize extends Network {
  /** Covers, and most patterns of a batch. */
  readonly M: number;
  readonly B: number;
  /** Blocks G of each layer's mixers; 0 where they are identities, and nothing is mixed. */
  readonly blocks: readonly number[];
}

/** Where a network and what its training computes lie in memory: addresses in bytes, the stride in singles. */
export type NetworkLayout = ReturnType<typeof networkLayout>;

/**
 * Most singles of block messages at a time, 4 MB. Products pack the inputs of a block again for every part of its
 * outputs, and many small parts pay for that; large ones leave the cache before they are mixed. A step of 784-512-512-10
 * takes about the same time from 2 to 16 MB, an eighth more at ½ MB with M = 5, and twice as much at 1 MB with M = 15.
 */
const messageSingles = 2 ** 20;
/** Rows of a tile of the products, assembly/mlp/layout.ts. */
const tileRows = 5;

/**
 * The layout. Parameters lie layer by layer, each with the weights W[α,r,i] of all covers at
 * M·weights + (α·outputs + r)·inputs + i and then the biases at M·biases + α·outputs + r, `weights` and `biases` as in
 * `mlpLayers`: so the covers of a layer are one matrix. Units lie in rows of a batch, u[α,r,b] at
 * (α·d + r)·stride + b, with a stride that is a multiple of 4; the inputs x, which all covers share, at b·N + i.
 */
export function networkLayout({ widths, activation, M, B, blocks }: MlpSize, helpers = 0) {
  const ledger = mlpLedger(helpers);
  const { take } = ledger;
  const layers = mlpLayers(widths);
  const top = layers.length - 1;
  const stride = Math.ceil(B / 4) * 4;
  const parameterCount = M * mlpSize(widths);
  /** Messages of one output, in rows of a batch; the first layer has none. */
  const messagesOf = (l: number) => (l === 0 ? 0 : blocks[l] * M * stride);
  const partRows = layers.map(({ outputs }, l) => rowsOfPart(outputs, messagesOf(l)));
  const units = layers.map(({ outputs }) => M * outputs * stride);

  const values = units.map(take);
  return {
    ledger,
    layers,
    M,
    B,
    stride,
    parameterCount,
    parameters: take(parameterCount),
    velocity: take(parameterCount),
    gradient: take(parameterCount),
    x: take(B * widths[0]),
    labels: take(stride),
    /** Activations of each layer, and the logits. */
    values,
    /** Fields of each layer, where its activation does not overwrite them. */
    fields: values.map((at, l) => (activation === 'sign' && l < top ? take(units[l]) : at)),
    /** Derivatives by the fields of each layer; those of the logits take their place. */
    deltas: values.map((at, l) => (l < top ? take(units[l]) : at)),
    /** The mixers Q̂[r,g,β,α] of each layer that has some, and where its blocks end, words. */
    mixers: blocks.map((G, l) => take(layers[l].outputs * G * M * M)),
    ends: blocks.map(take),
    /** W̃ of the first layer and then the gradient by it. */
    mixed: blocks[0] > 0 ? take(M * layers[0].outputs * layers[0].inputs) : 0,
    /** Block messages C_g[α,r,b] of so many outputs of a layer, and then the derivatives by them. */
    messages: take(Math.max(0, ...layers.map((_, l) => partRows[l] * messagesOf(l)))),
    partRows,
  };
}

/** Outputs of a layer, each of so many messages, in a part: whole tiles, in parts as equal as these allow. */
function rowsOfPart(outputs: number, messages: number): number {
  const tiles = Math.ceil(outputs / tileRows);
  const most = Math.max(1, Math.floor(messageSingles / (messages * tileRows)));
  const parts = Math.ceil(tiles / Math.min(tiles, most));
  return Math.ceil(tiles / parts) * tileRows;
}

/**
 * Bytes of WebAssembly memory that the training of a multilayer perceptron takes: 12 a parameter and cover, 4 more a
 * weight of the first layer where that is mixed, 8 a hidden unit, cover and pattern of a batch (12 with `sign`), the
 * inputs of a batch, the mixers, and up to some megabytes of block messages.
 */
export function mlpBytes(size: MlpSize): number {
  return networkLayout(size).ledger.bytes;
}
