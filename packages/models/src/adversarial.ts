import type { LocalRunning, Tensors, TrialResult } from '@mcover/core';
import { Type } from '@mcover/record';
import { asPart, partOf } from './parts.ts';

/**
 * A start from which descent ends in a sharp and bad minimum: a network that fits random labels first (ADV in §3.2 of
 * arXiv:2202.03038, after Liu et al. 2020). The positive control of what is said of minima.
 */
export const adversarial = {
  startEpochs: Type.Integer({
    minimum: 1,
    maximum: 1e6,
    default: 40,
    description: 'epochs on random labels, before the training proper',
    symbol: 'epochs on random labels',
    tacit: true,
  }),
  startMomentum: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.9,
    description: 'Nesterov momentum on random labels',
    symbol: 'momentum on random labels',
    tacit: true,
  }),
  finalEpochs: Type.Integer({
    minimum: 1,
    maximum: 1e6,
    default: 200,
    description: 'epochs of the training proper, all of which are run',
    symbol: 'epochs on true labels',
    tacit: true,
  }),
  finalMomentum: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description: 'Nesterov momentum of the training proper',
    symbol: 'momentum on true labels',
    tacit: true,
  }),
  zeroed: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.1,
    description: 'share of inputs that are 0 in the second copy of each pattern with a random label',
    symbol: 'zeroed inputs',
    tacit: true,
  }),
};

/** Two trainings, each begun from nothing or from its snapshot; the second one otherwise at some weights. */
interface Trainings<Result extends TrialResult> {
  /** Most epochs of each. */
  readonly epochs: readonly [number, number];
  first(from?: Tensors): LocalRunning<Result>;
  second(start?: Float64Array, from?: Tensors): LocalRunning<Result>;
}

/**
 * A training, and then another one that starts at its collapsed weights, as one trial. The epochs of both are counted
 * on; the result is the second's.
 */
export function inTurn<Result extends TrialResult>(
  { epochs: [before, after], first, second }: Trainings<Result>,
  from?: Tensors,
): LocalRunning<Result> {
  const ofSecond = from && partOf('second', from);
  let current = ofSecond ? second(undefined, ofSecond) : first(from && partOf('first', from));
  let started = ofSecond !== undefined;
  const passed = () => (started ? before : 0);
  return {
    steps: before + after,
    get step() {
      return passed() + current.step;
    },
    get done() {
      return started && current.done;
    },
    advance() {
      if (!started && current.done) {
        current = second(Float64Array.from(current.tensors().collapsed.data));
        started = true;
      }
      current.advance();
    },
    observe() {
      const seen = current.observe();
      return { ...seen, epoch: passed() + seen.epoch };
    },
    tensors: () => current.tensors(),
    result: () => current.result(),
    ...(current.snapshot && {
      snapshot: () => asPart(started ? 'second' : 'first', current.snapshot!()),
    }),
  };
}
