import { type Bank, InputError } from '@mcover/core';
import type { Call, Device } from './call.ts';
import { checkLength } from './check.ts';

/** Integers up to this are singles without rounding. */
const largestExact = 2 ** 24;

/** Patterns of a perceptron and the routes of its weights. */
export interface MarginProblem {
  /** Number of weights N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Label-gauged patterns ±1, as in core's `AnnealingProblem`: G[q·P + μ]. */
  readonly G: Int8Array;
  readonly bank: Bank;
}

/** Patterns of a committee machine and the routes of its K·N weights, q = k·N + i. */
export interface FieldProblem {
  /** Number of inputs N, of hidden units K and of patterns P. */
  readonly N: number;
  readonly K: number;
  readonly P: number;
  /** Patterns at x[μ·N + i]. */
  readonly x: Int8Array | Float32Array;
  readonly bank: Bank;
}

/**
 * Routed margins m_{μ,s}^{(a)} = Σ_q G_{μq} w_q^{(ρ_{q,s}(a))} (Eq. 8 on the context of Eq. 5), of all patterns,
 * channels and covers at once: [(s·M + a)·P + μ], exact.
 *
 * @param weights ±1 at w[a·N + q].
 */
export async function routedMargins(
  device: Device,
  { N, P, G, bank }: MarginProblem,
  weights: Int8Array,
): Promise<Int32Array> {
  // Partial sums of N terms ±1 stay within ±N.
  if (N > largestExact)
    throw new InputError('N', `${N} weights: their margins are exact in singles only up to ${largestExact}`);
  checkLength('G', G, N * P);
  checkLength('weights', weights, bank.M * N);
  const sizes = { N, K: 1, P, M: bank.M, byPattern: 1, byInput: P };
  const shape = [P, 1, bank.S * bank.M] as const;
  const call: Call = { operation: 'fields', sizes, arrays: [G, weights, bank.routes], shape };
  return Int32Array.from(await device.compute(call));
}

/**
 * Routed hidden fields F_{μk,s}^{(a)} = Σ_i x_{μi} J_{ki}^{(ρ_{ki,s}(a))} (Eq. 10), at [((s·M + a)·K + k)·P + μ], within
 * `tolerance` of the exact sums; exact where all products are integers and their sums stay within ±2²⁴.
 *
 * @param weights J[(a·K + k)·N + i].
 */
export function routedFields(
  device: Device,
  problem: FieldProblem,
  weights: Float32Array,
): Promise<Float32Array> {
  const { N, K, P, x, bank } = checked(problem);
  checkLength('weights', weights, bank.M * K * N);
  const sizes = { N, K, P, M: bank.M, byPattern: N, byInput: 1 };
  const shape = [P, K, bank.S * bank.M] as const;
  return device.compute({ operation: 'fields', sizes, arrays: [x, weights, bank.routes], shape });
}

/**
 * The transpose of `routedFields`: from a gradient by the fields, that by the weights, which goes back through the
 * inverse routes, dJ_{ki}^{(b)} = Σ_s Σ_μ d_{μk,s}^{(ρ⁻¹_{ki,s}(b))} x_{μi}.
 *
 * @param deltas gradient by the fields, laid out as they are.
 */
export function routedFieldsBack(
  device: Device,
  problem: FieldProblem,
  deltas: Float32Array,
): Promise<Float32Array> {
  const { N, K, P, x, bank } = checked(problem);
  const { M, S } = bank;
  checkLength('deltas', deltas, S * M * K * P);
  const shape = [N, K, M] as const;
  const arrays = [x, deltas, bank.inverses];
  return device.compute({ operation: 'fieldsBack', sizes: { N, K, P, M, S }, arrays, shape });
}

function checked(problem: FieldProblem): FieldProblem {
  const { N, K, P, x, bank } = problem;
  checkLength('x', x, N * P);
  if (bank.N !== K * N)
    throw new InputError('bank', `${bank.N} weights are routed, but there are K·N = ${K * N}`);
  return problem;
}
