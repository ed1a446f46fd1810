import type { Annealer, Annealing, Rule } from '@mcover/core';
import { slot } from './slot.ts';

/** A learning rule of one's own, with its parameters, in the place of a model's own rule. */
export interface OwnRule {
  readonly kind: string;
  /** For weights ±1: proposes and decides flips. `glauber` of core is the one that stands there else. */
  anneal?(annealing: Annealing): Annealer;
  /** For real weights: moves them by their gradient; `size` is the number of weights of all covers. */
  descend?(size: number): Rule<{ readonly rate: number }>;
}

/** The parameter `rule`: any that the registry of the trial knows; without it, the model's own. */
export const rule = () => slot<OwnRule>('rule');
