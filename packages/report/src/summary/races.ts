import type { TrialRecord, Tuning } from '@mcover/record';
import { type Race, raceOf } from '../statistics/race.ts';
import { gatherCells } from './gather.ts';
import { type Values, valuesOf } from './values.ts';

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
  /** A trial of a value that the range has no place for, with which nobody races. */
  readonly outside: string | undefined;
}

/** The races of a tuning, by the records of one experiment that are there, in whatever order they come. */
export function cellRaces(records: readonly TrialRecord[], tuning: Tuning): CellRace[] {
  const { entries, seed, metric, better, range, most, heldOut } = tuning;
  const worst = better === 'lower' ? range.high : range.low;
  const values = valuesOf(
    records.filter(({ spec }) => isOf(seed, spec)),
    metric,
    worst,
  );
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
    return { method, candidates, ...race, raced, heldOut: judged, diverged, outside: strange?.seed };
  });
}

/**
 * The records that say how good something is. Of candidates these are the trials of winners that no race has seen; while there
 * are none, all trials.
 */
export function judgedRecords(
  records: readonly TrialRecord[],
  { entries, seed, most }: Tuning,
  races: readonly CellRace[],
): readonly TrialRecord[] {
  const candidates = new Set(entries.flatMap((entry) => entry.candidates.map(({ cell }) => cell)));
  const winners = new Set(
    races.filter(({ over }) => over).map(({ candidates, left }) => candidates[left[0]].cell),
  );
  const judged = [...gatherCells(records)].flatMap(([cell, own]) => {
    if (!candidates.has(cell)) return own;
    return winners.has(cell) ? own.filter(({ spec }) => isOf(seed, spec) && spec.seed.trial >= most) : [];
  });
  return judged.some(({ result }) => result) ? judged : records;
}

function isOf({ root, copy }: Tuning['seed'], { seed }: TrialRecord['spec']): boolean {
  return seed.root === root && seed.copy === copy;
}

/** Up to the first that is missing. */
function unbroken(values: Values): number[] {
  const gap = values.findIndex((one) => !one);
  return (gap < 0 ? values : values.slice(0, gap)).map((one) => one!.value);
}
