import { type Annealer, type Annealing, InputError, type Rule } from '@mcover/core';
import { slot } from './slot.ts';

/** A learning rule of one's own, with its parameters, in the place of a model's own rule. */
export interface OwnRule {
  readonly kind: string;
  /** For weights ±1: proposes and decides flips. `glauber` of core is the one that stands there else. */
  anneal?(annealing: Annealing): Annealer;
  /** For real weights: moves them by their gradient; `size` is the number of weights of all covers. */
  descend?(size: number): Rule<{ readonly rate: number }>;
}

/** The descent of a rule of one's own, for so many weights; nothing without one. @throws InputError for one of flips. */
export function descentBy(
  rule: OwnRule | undefined,
  size: number,
): ReturnType<NonNullable<OwnRule['descend']>> | undefined {
  if (!rule || rule.descend) return rule?.descend?.(size);
  throw new InputError('rule/kind', `"${rule.kind}" is no rule for real weights`);
}

/** The parameter `rule`: any that the registry of the trial knows; without it, the model's own. */
export const rule = () => slot<OwnRule>('rule');
