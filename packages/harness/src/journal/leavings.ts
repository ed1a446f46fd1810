import { sealTrace } from '@mcover/record';
import { inOneLine, messageOf } from '../error.ts';
import type { Leavings } from '../lanes/lane.ts';
import type { Pending } from '../plan/pending.ts';
import type { Journals } from './journals.ts';
import { tracedTrials } from './traces.ts';

/** What trials are to leave beside their records. */
export interface Wanted {
  readonly trace: number | 'default' | undefined;
}

/** What of it lies in a folder of results. */
export interface Held {
  /** Whether a trial of an experiment has left less than is wanted. */
  lacks(experiment: string, id: string): boolean;
}

/** Looks at what trials have left in a folder; `fresh` counts nothing that is there. */
export function heldIn(folder: string, { trace }: Wanted, fresh: boolean): Held {
  const traced = new Map<string, Set<string>>();
  const tracesOf = (experiment: string) => {
    const ids = traced.get(experiment) ?? (fresh ? new Set<string>() : tracedTrials(folder, experiment));
    traced.set(experiment, ids);
    return ids;
  };
  return { lacks: (experiment, id) => trace !== undefined && !tracesOf(experiment).has(id) };
}

/** Keeps what trials leave, where it is not there yet: before their records, so that no record lacks it. */
export function keeper(
  held: Held,
  journals: Pick<Journals, 'writeTrace'>,
  note: (text: string) => void,
): (pending: Pending, leavings: Leavings) => void {
  return ({ id, experiments }, { trace }) => {
    for (const experiment of experiments) {
      if (!trace || !held.lacks(experiment, id)) continue;
      try {
        journals.writeTrace(sealTrace(experiment, id, trace));
      } catch (error) {
        // A model of one's own may observe what no reader would take: its result is as good as without.
        if (!(error instanceof TypeError)) throw error;
        note(inOneLine(`the trace of trial ${id.slice(0, 12)} cannot be kept: ${messageOf(error)}`));
      }
    }
  };
}
