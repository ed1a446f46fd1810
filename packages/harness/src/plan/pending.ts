import {
  divergedKind,
  type Failure,
  type Journal,
  type Result,
  reseal,
  type TrialRecord,
} from '@mcover/record';
import type { PlannedTrial } from './trials.ts';

/** A trial that is to be run, once, for every experiment that asks for it. */
export interface Pending extends PlannedTrial {
  /** The result, where it is in those journals already: only what the trial leaves beside it is wanted. */
  recorded?: Result;
}

/** How an experiment stands; `trials` is the sum of the four counts after it. */
export interface Standing {
  experiment: string;
  trials: number;
  /** In its journal already. */
  there: number;
  /** To copy from another journal of the folder. */
  copied: number;
  /** To run for it. */
  toRun: number;
  /** To run for an experiment before it, which has the same trial. */
  shared: number;
  /** Records of its journal that belong to other settings than the planned ones. */
  other: number;
  /** Lines of its journal that are no records. */
  rejected: number;
}

/** What is to be done. */
export interface Plan {
  experiments: Standing[];
  pending: Pending[];
  copies: TrialRecord[];
  /** Trials whose training has left the numbers. They are there: they would again. */
  diverged: { pending: PlannedTrial; failure: Failure }[];
}

const none: Journal = { records: [], rejected: [], unknown: [] };

/** Whether running it again can give nothing else. */
const hasEnded = ({ result, failure }: TrialRecord) => result !== undefined || failure?.kind === divergedKind;

/**
 * Compares the trials that are wanted with the records that are there. Trials that failed count as missing, unless their training diverged.
 *
 * @param lacks whether a trial that is recorded has not left all that is wanted beside its record: it runs again.
 */
export function planTrials(
  wanted: ReadonlyMap<string, readonly PlannedTrial[]>,
  journals: ReadonlyMap<string, Journal>,
  lacks: (experiment: string, id: string) => boolean = () => false,
): Plan {
  const finished = new Map<string, TrialRecord>();
  for (const { records } of journals.values()) {
    for (const record of records) if (hasEnded(record)) finished.set(record.id, record);
  }
  const pending = new Map<string, Pending>();
  const copies: TrialRecord[] = [];
  const diverged = new Map<string, Plan['diverged'][number]>();
  const experiments: Standing[] = [];
  for (const [experiment, trials] of wanted) {
    const { records, rejected, unknown } = journals.get(experiment) ?? none;
    const own = new Set(records.filter(hasEnded).map((record) => record.id));
    const foreign = new Set(records.map((record) => record.id));
    const row = { experiment, trials: trials.length, there: 0, copied: 0, toRun: 0, shared: 0 };
    const share = (before: Pending) =>
      pending.set(before.id, { ...before, experiments: [...before.experiments, experiment] });
    for (const trial of trials) {
      const elsewhere = finished.get(trial.id);
      const before = pending.get(trial.id);
      foreign.delete(trial.id);
      if (elsewhere?.failure) diverged.set(trial.id, { pending: trial, failure: elsewhere.failure });
      if (own.has(trial.id)) row.there++;
      else if (elsewhere) {
        row.copied++;
        copies.push(reseal(elsewhere, experiment));
      } else if (before) {
        row.shared++;
        share(before);
      } else {
        row.toRun++;
        pending.set(trial.id, trial);
      }
      if (!elsewhere?.result || !lacks(experiment, trial.id)) continue;
      if (before) share(before);
      else pending.set(trial.id, { ...trial, recorded: elsewhere.result });
    }
    experiments.push({ ...row, other: foreign.size + unknown.length, rejected: rejected.length });
  }
  return { experiments, pending: [...pending.values()], copies, diverged: [...diverged.values()] };
}
