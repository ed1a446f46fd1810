import { collapse } from '../cover/collapse.ts';
import type { CommitteeKnobs, CommitteeProblem, CommitteeTrainer } from '../engine.ts';
import { coverTrainer, descentRule, type Rule } from '../learning/trainer.ts';
import { committeeGradient } from './gradient.ts';
import { hardError } from './readout.ts';
import { normaliseRows } from './rows.ts';

/** Training of a committee in plain TypeScript and doubles, the reference for every other engine. */
export function committeeTrainer(
  { N, K, bank, patterns, weights, kept }: CommitteeProblem,
  rule: Rule<CommitteeKnobs> = descentRule,
): CommitteeTrainer {
  const trainer = coverTrainer({
    bank,
    weights,
    kept,
    gradient: committeeGradient(K, patterns),
    rule,
    constrain: (all) => normaliseRows(all, N),
  });
  return {
    ...trainer,
    error: (of, J = collapse(trainer.weights(), bank.M)) => hardError(J, K, of),
  };
}
