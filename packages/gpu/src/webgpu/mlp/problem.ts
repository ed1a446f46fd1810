import { InputError, type MlpProblem } from '@mcover/core';
import { type Layer, mlpLayers, mlpSize } from '@mcover/core/internals';
import { areIdentities } from '@mcover/wasm';
import { checkSize } from '../buffers.ts';

/** Patterns as they are uploaded. */
export interface DevicePatterns {
  readonly N: number;
  readonly P: number;
  /** Inputs, one pattern's row after the other: x[μ·N + i]. */
  readonly x: Float32Array<ArrayBuffer>;
  /** Class of each pattern, counted from 0. */
  readonly labels: Uint8Array;
}

/** As core's `MlpProblem`, with patterns that lie in memory. */
export interface DeviceMlp extends Omit<MlpProblem, 'patterns'> {
  readonly patterns: DevicePatterns;
}

/** A layer, where its mixers may be left out: every cover reads only itself, from one block. */
export interface DeviceLayer extends Layer {
  readonly G: number;
  readonly direct: boolean;
  /** Mixers with the output innermost, as mix.ts reads them. */
  readonly mixers: Float32Array<ArrayBuffer>;
}

export function layersOf({ widths, M, mixers }: DeviceMlp): DeviceLayer[] {
  return mlpLayers(widths).map((layer, l) => {
    const { G, Q } = mixers[l];
    const { outputs } = layer;
    const turned = new Float32Array(Q.length);
    const size = G * M * M;
    for (let r = 0; r < outputs; r++) {
      for (let entry = 0; entry < size; entry++) turned[entry * outputs + r] = Q[r * size + entry];
    }
    return { ...layer, G, direct: G === 1 && areIdentities(Q, M), mixers: turned };
  });
}

/** As much of a problem as its buffers depend on, beside its layers. */
interface NetworkSizes extends Pick<DeviceMlp, 'widths' | 'M' | 'B'> {
  readonly patterns: Pick<DevicePatterns, 'N' | 'P'>;
}

/** Singles in the largest buffers, by what they hold. */
export function sizesOf(
  { widths, M, B, patterns }: NetworkSizes,
  layers: readonly Pick<DeviceLayer, 'inputs' | 'outputs' | 'G' | 'direct'>[],
) {
  const routed = layers.slice(1).filter(({ direct }) => !direct);
  return {
    patterns: patterns.P * patterns.N,
    parameters: M * mlpSize(widths),
    mixed: layers[0].direct ? 0 : M * layers[0].outputs * layers[0].inputs,
    messages: Math.max(0, ...routed.map(({ outputs, G }) => M * G * B * outputs)),
  };
}

/**
 * @throws InputError when the activation is not ReLU.
 * @throws DeviceError `limit` when a buffer is over what the device binds.
 */
export function checkMlp(device: GPUDevice, problem: DeviceMlp, layers: readonly DeviceLayer[]): void {
  if (problem.activation !== 'relu') {
    const { activation } = problem;
    throw new InputError(
      'activation',
      `${activation} is not on the device; take relu, or --engine reference`,
    );
  }
  const remedy = 'take fewer patterns, covers or blocks, or --engine reference';
  for (const [name, singles] of Object.entries(sizesOf(problem, layers))) {
    checkSize(device, `the ${name}`, 4 * singles, remedy);
  }
}
