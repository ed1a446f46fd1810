import type { CommitteeKnobs, CommitteeProblem } from '../engine.ts';
import type { Trainer } from '../learning/descent.ts';
import { coverTrainer, descentRule, type Rule } from '../learning/trainer.ts';
import { committeeGradient } from './gradient.ts';
import { normaliseRows } from './rows.ts';

/** Training of a committee in plain TypeScript and doubles, the reference for every other engine. */
export function committeeTrainer(
  { N, K, bank, patterns, weights, kept }: CommitteeProblem,
  rule: Rule<CommitteeKnobs> = descentRule,
): Trainer<CommitteeKnobs> {
  return coverTrainer({
    bank,
    weights,
    kept,
    gradient: committeeGradient(K, patterns),
    rule,
    constrain: (all) => normaliseRows(all, N),
  });
}
