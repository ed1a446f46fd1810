import {
  type AnnealerSnapshot,
  type AnnealingProblem,
  type Arithmetic,
  type Awaitable,
  type CommitteeKnobs,
  type CommitteeProblem,
  type Engine,
  type Inputs,
  type Labelled,
  type MlpKnobs,
  type MlpProblem,
  referenceEngine,
} from '@mcover/core';

/** As `Annealer` of core, here or on a device. */
export interface AnnealerLike {
  sweep(temperature: number): Awaitable<number | undefined>;
  weights(): Awaitable<Int8Array>;
  energy(): Awaitable<number>;
  margins?(W: Float64Array): Int32Array;
  snapshot?(): AnnealerSnapshot;
}

/** As `Trainer` of core, here or on a device. */
export interface TrainerLike<Knobs> {
  step(batch: Int32Array, knobs: Knobs): Awaitable<number>;
  attract(strength: number): Awaitable<void>;
  weights(): Awaitable<Float64Array>;
  /** A device has no need of it: nothing follows its copies. */
  replace?(weights: Float64Array): Awaitable<void>;
  gradientNorm?(): Awaitable<number>;
}

/** As `CommitteeTrainer` of core; a device may leave the error to an engine. */
export interface CommitteeLike extends TrainerLike<CommitteeKnobs> {
  error?(patterns: Labelled, J?: Float64Array): Awaitable<number>;
}

/** As `MlpTrainer` of core; a device may leave the classes to an engine. */
export interface MlpLike extends TrainerLike<MlpKnobs> {
  classes?(patterns: Inputs, w?: Float64Array): Awaitable<Uint32Array>;
}

/**
 * What engine laws ask of an engine: those of its models that it has. Every `Engine` of core is one; a device is, by an
 * adapter of some lines.
 */
export interface EngineLike {
  readonly name: string;
  readonly arithmetic: Arithmetic;
  /** Activations of its multilayer perceptrons; all without it. */
  readonly activations?: readonly string[];
  annealer?(problem: AnnealingProblem): Awaitable<AnnealerLike>;
  committee?(problem: CommitteeProblem): Awaitable<CommitteeLike>;
  mlp?(problem: MlpProblem): Awaitable<MlpLike>;
}

/** An engine, and what it is held to. */
export interface Held {
  readonly engine: EngineLike;
  /** Bit for bit an engine of the same arithmetic; without it the reference, within the roundings of singles. */
  readonly like?: Engine;
}

/** What an engine is held to, and how many times the roundings of singles it may be off. */
export function standardOf({ engine, like }: Held): { readonly standard: Engine; readonly slack: number } {
  return { standard: like ?? referenceEngine, slack: like ? 0 : slacks[engine.arithmetic] };
}

/** Bounds hold for sums in any order; a GPU's exponentials and quotients err by some units more than a rounding. */
const slacks: Readonly<Record<Arithmetic, number>> = { f64: 0, f32: 1, blas: 1, gpu: 4 };

/** Half the distance between singles at 1: the relative error of a rounding. */
export const u = 2 ** -24;

/** B of P patterns, out of order. */
export function batchOf(P: number, B: number, first = 0): Int32Array {
  return Int32Array.from({ length: B }, (_, b) => (P - 1 - b + first) % P);
}
