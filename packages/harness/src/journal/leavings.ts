import { sealTrace } from '@mcover/record';
import { inOneLine, messageOf } from '../error.ts';
import type { Leavings } from '../lanes/lane.ts';
import type { KeptWeights } from '../lanes/worker.ts';
import type { Pending } from '../plan/pending.ts';
import type { Journals } from './journals.ts';
import { tracedTrials } from './traces.ts';
import { holdsWeights, weightsFolder, writeWeights } from './weights.ts';

/** What trials are to leave beside their records. */
export interface Wanted {
  readonly trace: number | 'default' | undefined;
  readonly weights: KeptWeights | undefined;
}

/** What of it a folder of results lacks. */
export interface Lacking {
  trace(experiment: string, id: string): boolean;
  weights(id: string): boolean;
}

/** Looks at what trials have left in a folder; `fresh` counts nothing that is there. */
export function lackingIn(folder: string, { trace, weights }: Wanted, fresh: boolean): Lacking {
  const traced = new Map<string, Set<string>>();
  const tracesOf = (experiment: string) => {
    const ids = traced.get(experiment) ?? tracedTrials(folder, experiment);
    traced.set(experiment, ids);
    return ids;
  };
  return {
    trace: (experiment, id) => trace !== undefined && (fresh || !tracesOf(experiment).has(id)),
    weights: (id) => weights !== undefined && (fresh || !holdsWeights(weightsFolder(folder), id, weights)),
  };
}

/** Keeps what trials leave and a folder lacks: before their records, so that no record is without it. */
export function keeper(
  folder: string,
  lacking: Lacking,
  journals: Pick<Journals, 'writeTrace'>,
  note: (text: string) => void,
): (pending: Pending, leavings: Leavings) => void {
  return ({ id, spec, experiments }, { trace, weights }) => {
    if (weights && lacking.weights(id)) writeWeights(weightsFolder(folder), spec, weights);
    for (const experiment of trace ? experiments : []) {
      if (!lacking.trace(experiment, id)) continue;
      try {
        journals.writeTrace(sealTrace(experiment, id, trace!));
      } catch (error) {
        // A model of one's own may observe what no reader would take: its result is as good as without.
        if (!(error instanceof TypeError)) throw error;
        note(inOneLine(`the trace of trial ${id.slice(0, 12)} cannot be kept: ${messageOf(error)}`));
      }
    }
  };
}
