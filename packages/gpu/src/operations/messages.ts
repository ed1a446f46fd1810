import { blockStarts } from '@mcover/core/internals';
import type { Call, Device } from './call.ts';
import { checkLength } from './check.ts';

/** A layer of a multilayer perceptron in M covers, for a batch of B patterns. */
export interface MessageLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Number of input blocks G, of covers M and of patterns B. */
  readonly G: number;
  readonly M: number;
  readonly B: number;
}

/**
 * Block messages C_{rg}^{(α)} = Σ_{i∈g} W_{ri}^{(α)} h_i^{(α)} (Eq. 13), at [((α·B + b)·outputs + r)·G + g].
 *
 * @param W weights at [(α·outputs + r)·inputs + i].
 * @param h values of the layer below at [(α·B + b)·inputs + i].
 */
export function blockMessages(
  device: Device,
  layer: MessageLayer,
  W: Float32Array,
  h: Float32Array,
): Promise<Float32Array> {
  const { inputs, outputs, G, M, B } = layer;
  checkLength('W', W, M * outputs * inputs);
  checkLength('h', h, M * B * inputs);
  const starts = blockStarts(inputs, G);
  const longest = starts.reduce((most, start, g) => Math.max(most, start - (starts[g - 1] ?? 0)), 0);
  const sizes = { inputs, outputs, G, M, B, longest };
  return device.compute({ operation: 'messages', sizes, arrays: [W, h, starts], shape: [G, outputs, M * B] });
}

/**
 * Mixed fields a_r^{(β)} = Σ_g Σ_α Q̂_{rg,βα} C_{rg}^{(α)} (Eq. 14), without biases, at [(β·B + b)·outputs + r].
 *
 * @param Q mixers at [((r·G + g)·M + β)·M + α].
 * @param messages C, as `blockMessages` gives it.
 */
export function mixMessages(
  device: Device,
  layer: MessageLayer,
  Q: Float32Array,
  messages: Float32Array,
): Promise<Float32Array> {
  const { outputs, G, M, B } = layer;
  checkLength('Q', Q, outputs * G * M * M);
  checkLength('messages', messages, M * B * outputs * G);
  const sizes = { outputs, G, M, B };
  return device.compute({ operation: 'mix', sizes, arrays: [Q, messages], shape: [outputs, B, M] });
}

/**
 * The transpose of `mixMessages`: dC_{rg}^{(α)} = Σ_β Q̂_{rg,βα} d_r^{(β)}, laid out as the messages are.
 *
 * @param deltas gradient by the fields, laid out as they are.
 */
export function unmixMessages(
  device: Device,
  layer: MessageLayer,
  Q: Float32Array,
  deltas: Float32Array,
): Promise<Float32Array> {
  const { outputs, G, M, B } = layer;
  checkLength('Q', Q, outputs * G * M * M);
  checkLength('deltas', deltas, M * B * outputs);
  const sizes = { outputs, G, M, B };
  return device.compute({ operation: 'unmix', sizes, arrays: [Q, deltas], shape: [G, outputs, M * B] });
}

/**
 * The transpose of `blockMessages`: from the gradient by the messages, those by the weights,
 * dW_{ri}^{(α)} = Σ_b dC_{rg}^{(α)} h_i^{(α)}, and by the values, dh_i^{(α)} = Σ_r W_{ri}^{(α)} dC_{rg}^{(α)}, for i ∈ g.
 */
export async function blockMessagesBack(
  device: Device,
  layer: MessageLayer,
  W: Float32Array,
  h: Float32Array,
  byMessages: Float32Array,
): Promise<{ byWeights: Float32Array; byValues: Float32Array }> {
  const { inputs, outputs, G, M, B } = layer;
  checkLength('W', W, M * outputs * inputs);
  checkLength('h', h, M * B * inputs);
  checkLength('byMessages', byMessages, M * B * outputs * G);
  const sizes = { inputs, outputs, G, B };
  const blocks = blockOfInput(inputs, G);
  const back = (operation: Call['operation'], values: Float32Array, shape: Call['shape']) =>
    device.compute({ operation, sizes, arrays: [byMessages, values, blocks], shape });
  const byWeights = await back('weightsBack', h, [inputs, outputs, M]);
  const byValues = await back('inputsBack', W, [inputs, B, M]);
  return { byWeights, byValues };
}

/** The block g that each input belongs to. */
function blockOfInput(inputs: number, G: number): Int32Array {
  const blocks = new Int32Array(inputs);
  const starts = blockStarts(inputs, G);
  for (let g = 0; g < G; g++) blocks.fill(g, starts[g], starts[g + 1]);
  return blocks;
}
