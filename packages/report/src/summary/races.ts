import { divergedKind, type TrialRecord, type Tuning } from '@mcover/record';
import { type Race, raceOf } from '../statistics/race.ts';
import { gatherCells } from './gather.ts';
import { ofSeed, type Values, valuesOf } from './values.ts';

/** How the race of some settings stands, and how its leader does on trials that no race has seen. */
export interface CellRace extends Race {
  readonly method: string;
  readonly candidates: Tuning['entries'][number]['candidates'];
  /** Values of each candidate, by its place, on trials of the race: from the first on, without a gap. */
  readonly raced: readonly (readonly number[])[];
  /** Those of the leader on trials that no race has seen, when the race is over. */
  readonly heldOut: readonly number[];
  /** Trials whose training has left the numbers, of all candidates and of the leader. Each counts as the worst of the range. */
  readonly diverged: { readonly all: number; readonly leader: number };
  /** Whether these are all trials of the leader, when the race is over: then no setting could be trained. */
  readonly untrained: boolean;
  /** A trial of a value that the range has no place for, with which nobody races. */
  readonly outside: string | undefined;
}

/** The races of a tuning, by the records of one experiment that are there, in whatever order they come. */
export function cellRaces(records: readonly TrialRecord[], tuning: Tuning): CellRace[] {
  const { entries, seed, metric, better, range, most, heldOut } = tuning;
  const worst = better === 'lower' ? range.high : range.low;
  const values = valuesOf(ofSeed(records, seed), metric, worst);
  const fits = (value: number) => range.low < range.high && range.low <= value && value <= range.high;
  // The lowest mean wins.
  const sign = better === 'lower' ? 1 : -1;
  const rule = { ...tuning, range: sign > 0 ? range : { low: -range.high, high: -range.low } };
  return entries.map(({ method, candidates }) => {
    const all = candidates.map(({ cell }) => (values.get(cell) ?? []).slice(0, most + heldOut));
    const strange = all.flat().find((one) => one && !fits(one.value));
    const raced = all.map((own) => (strange ? [] : unbroken(own.slice(0, most))));
    const race = raceOf(
      candidates.map(({ cost }) => cost),
      raced.map((own) => own.map((value) => sign * value)),
      rule,
    );
    const judged = race.over && !strange ? unbroken(all[race.left[0]].slice(most)) : [];
    const lost = all.map((own) => own.filter((one) => one?.diverged).length);
    const diverged = { all: lost.reduce((sum, count) => sum + count, 0), leader: lost[race.left[0]] };
    const ofLeader = raced[race.left[0]].length + judged.length;
    const untrained = race.over && ofLeader > 0 && diverged.leader === ofLeader;
    return {
      method,
      candidates,
      ...race,
      raced,
      heldOut: judged,
      diverged,
      untrained,
      outside: strange?.seed,
    };
  });
}

/** The records of an experiment that was tuned, by what they are for. */
export interface Judgement {
  /** Those that say how good something is: trials of winners that no race has seen. While there are none, all that raced. */
  readonly judged: readonly TrialRecord[];
  /** Whether they are trials of winners. */
  readonly ofWinners: boolean;
  /** Trials that are no part of the tuning, and of how many settings. */
  readonly others: { readonly trials: number; readonly settings: number };
}

export function judgementOf(
  records: readonly TrialRecord[],
  { entries, seed, most, heldOut }: Tuning,
  races: readonly CellRace[],
): Judgement {
  const candidates = new Set(entries.flatMap((entry) => entry.candidates.map(({ cell }) => cell)));
  const winners = new Set(
    races.filter(({ over }) => over).map(({ candidates, left }) => candidates[left[0]].cell),
  );
  const cells = [...gatherCells(records)];
  const raced = cells.flatMap(([cell, own]) => (candidates.has(cell) ? ofSeed(own, seed) : []));
  const isHeldOut = (trial: number) => most <= trial && trial < most + heldOut;
  const judged = cells.flatMap(([cell, own]) =>
    winners.has(cell) ? ofSeed(own, seed).filter(({ spec }) => isHeldOut(spec.seed.trial)) : [],
  );
  const within = new Set(raced);
  const others = cells.map(([, own]) => own.filter((record) => !within.has(record)).length);
  return {
    // Before the first trial of a race, what is there is all that can be shown.
    judged: judged.length > 0 ? judged : raced.length > 0 ? raced : records,
    ofWinners: judged.length > 0,
    others:
      raced.length > 0
        ? {
            trials: others.reduce((sum, count) => sum + count, 0),
            settings: others.filter((count) => count > 0).length,
          }
        : { trials: 0, settings: 0 },
  };
}

/** The records by which winners are compared: where training left the numbers, but not at any setting, with the worst of the range. */
export function countedRecords(
  records: readonly TrialRecord[],
  { metric, better, range }: Tuning,
  races: readonly CellRace[],
): TrialRecord[] {
  const worst = better === 'lower' ? range.high : range.low;
  const untrained = new Set(
    races.filter(({ untrained }) => untrained).map(({ candidates, left }) => candidates[left[0]].cell),
  );
  return [...gatherCells(records)].flatMap(([cell, own]) =>
    untrained.has(cell)
      ? own
      : own.map((record): TrialRecord => {
          if (record.failure?.kind !== divergedKind) return record;
          const { failure: _failure, ...rest } = record;
          return { ...rest, result: { [metric]: worst } };
        }),
  );
}

/** Up to the first that is missing. */
function unbroken(values: Values): number[] {
  const gap = values.findIndex((one) => !one);
  return (gap < 0 ? values : values.slice(0, gap)).map((one) => one!.value);
}
