import type { Network } from '@mcover/core';

/** What may be done to a hidden unit, with its outgoing weights, that changes no output. */
export interface Symmetry {
  /**
   * A positive scale of incoming weights and bias: `compensated` by its inverse on the outgoing weights, `free` where
   * the unit gives nothing but a sign, `none` where it is part of the function.
   */
  readonly scale: 'compensated' | 'free' | 'none';
  /** The sign of incoming weights and bias may turn, with that of the outgoing weights. */
  readonly flips: boolean;
}

/**
 * The symmetries of hidden units, beside their order. Those of a committee have outgoing weights fixed at +1: their
 * signs are no symmetry. With sign(0) = +1, fields that are just 0 do not turn: sign units flip where fields are not.
 *
 * @example
 * symmetryOf('relu'); // { scale: 'compensated', flips: false }
 * symmetryOf('sign'); // { scale: 'free', flips: true }
 * symmetryOf('tanh'); // { scale: 'none', flips: true }
 * symmetryOf('committee'); // { scale: 'free', flips: false }
 */
export function symmetryOf(units: Network['activation'] | 'committee'): Symmetry {
  return symmetries[units];
}

const symmetries: Readonly<Record<Network['activation'] | 'committee', Symmetry>> = {
  relu: { scale: 'compensated', flips: false },
  sign: { scale: 'free', flips: true },
  tanh: { scale: 'none', flips: true },
  committee: { scale: 'free', flips: false },
};
