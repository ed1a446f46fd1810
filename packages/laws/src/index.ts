/**
 * Laws: what every model, engine and kernel of mcover obeys, as tests of vitest. The repository's own are held to them, and
 * so are those that someone else writes: three functions, to be called in a test file.
 *
 * - `modelLaws(model, { params, data })`: for each of the model's methods × (M, S, kernel), the same specification gives the
 *   same result, looking changes nothing, one cover is the base model, the identity kernel leaves covers alone, results fit
 *   their schema, and parameters that are missing or unknown are refused. Of a model made by `annealed`, that the change by
 *   a flip is that of the energy; of one made by `trained`, that the gradient is the slope of the loss. `params` are those
 *   of a small trial, which is run some dozens of times: three weights or more, and hot or short enough that different
 *   starts end at different weights.
 * - `kernelLaws(kernel, { params })`: Q can be sampled, the samples have the frequencies of P_Q, and parameters are told
 *   apart. A matrix of one size says so by `covers`.
 * - `engineLaws(engine)`: annealings are those of core's reference bit for bit; trainings are so in doubles, and otherwise
 *   to the roundings of singles, or bit for bit those of another engine (`like`). A device is an engine whose functions give
 *   promises.
 *
 * Without a test runner the same laws are `lawsOfModel`, `lawsOfKernel` and `lawsOfEngine`: titles, and checks that throw.
 *
 * @example
 * // hopfield.test.js, beside hopfield.js
 * import { modelLaws } from '@mcover/laws';
 * import { model } from './hopfield.js';
 *
 * modelLaws(model, {
 *   params: { N: 12, P: 2, schedule: { from: 2, to: 0.5, step: 0.5 } },
 *   data: { name: 'random-patterns' },
 * });
 *
 * @example
 * import { kernelLaws } from '@mcover/laws';
 * import { kernel } from './lazy.mjs';
 *
 * kernelLaws(kernel, { params: { p: 0.3 } });
 *
 * @module
 */
export { type CommitteeSizes, committeeOf, committeeTable } from './engine/committee.ts';
export { batchOf, type EngineLike, type Held } from './engine/like.ts';
export { batchesOf, roundings } from './engine/mlp-laws.ts';
export {
  activations,
  classesOf,
  losses,
  type NetworkSizes,
  networkOf,
  type RoutingName,
  routings,
} from './engine/network.ts';
export { annealingCases, perceptronOf, replicas } from './engine/perceptron.ts';
export { type EngineModel, type EngineOptions, engineLaws, lawsOfEngine } from './engine.ts';
export { kernelsFor } from './every-kernel.ts';
export { type KernelOptions, kernelLaws, lawsOfKernel, type OwnParams } from './kernel.ts';
export type { Law } from './law.ts';
export { lawsOfModel, type ModelOptions, modelLaws } from './model.ts';
