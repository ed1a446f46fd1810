import { canonical, divergedKind, type Metric, plural } from '@mcover/record';
import type { Count } from '../statistics/fisher.ts';
import { type Cell, countOf, valuesOf } from './cell.ts';

/** A cell of the reference and the same cell of the new records. */
export interface Pair {
  reference: Cell;
  fresh: Cell;
  /** New trials whose specification the reference has too, and those of them with another result. */
  known: number;
  changed: number;
  /** Every new trial is one of the reference's, with an equal result. */
  equal: boolean;
  /** New trials are made of modules that were changed since. */
  renewed: boolean;
}

/** Why a gate fails before any test. */
export interface Fault {
  cell: Cell;
  reason: string;
}

/** A cell that was made of SYNTHETIC data, where the reference has the data set. */
export interface Skipped {
  cell: Cell;
  dataSet: string;
}

export interface Pairs {
  pairs: Pair[];
  faults: Fault[];
  skipped: Skipped[];
  /** Other cells of the reference that the new records have with the data set for the stand-in, or the other way. */
  standIns: number;
}

/** What is asked of a pair before any test. */
export interface Demands {
  /** Each cell has trials of the reference's own specifications, and none came out differently. */
  exact: boolean;
  /** Fewest trials of a cell, on either side. */
  minTrials: number;
}

/** Brings the cells of both sides together, and finds what cannot be compared. */
export function pairsOf(
  reference: readonly Cell[],
  fresh: readonly Cell[],
  { exact, minTrials }: Demands,
): Pairs {
  const before = new Map(reference.map((cell) => [cell.key, cell]));
  const slots = new Set(fresh.map(({ slot }) => slot));
  const keys = new Set(fresh.map(({ key }) => key));
  const absent = reference.filter(({ key }) => !keys.has(key));
  const missing = absent.filter(({ slot }) => !slots.has(slot));
  const faults: Fault[] = missing.map((cell) => ({
    cell,
    reason: 'missing: the new records lack this cell',
  }));
  const pairs: Pair[] = [];
  const skipped: Skipped[] = [];
  const slotsBefore = new Set(reference.map(({ slot }) => slot));
  for (const cell of fresh) {
    const other = before.get(cell.key);
    const dataSet = cell.group.parameters['data.insteadOf'];
    if (!other && dataSet !== undefined && slotsBefore.has(cell.slot)) {
      skipped.push({ cell, dataSet: String(dataSet) });
      continue;
    }
    const reason = other
      ? (faultOf(other, 'reference', minTrials) ?? faultOf(cell, 'new', minTrials))
      : (failureOf(cell, 'new') ?? unknown(cell, slotsBefore));
    if (reason) {
      faults.push({ cell, reason });
      continue;
    }
    const pair = pairOf(other!, cell);
    if (exact && pair.known === 0) faults.push({ cell, reason: nothingCommon });
    else pairs.push(pair);
  }
  const passedOver = new Set(skipped.map(({ cell }) => cell.slot));
  const standIns = absent.filter(({ slot }) => slots.has(slot) && !passedOver.has(slot)).length;
  return { pairs, faults, skipped, standIns };
}

/** A cell that the reference does not have: with other data, or under other parameters. */
function unknown({ slot }: Cell, slotsBefore: ReadonlySet<string>): string {
  return slotsBefore.has(slot)
    ? 'other data than the reference has: get the same with "mcover data fetch", or renew the reference'
    : 'unknown: the reference has no trials of this specification; renew it, or set old records aside with --fresh';
}

const nothingCommon =
  "no common trial: all have other seeds or another arithmetic than the reference's, and --exact cannot tell";

function faultOf(cell: Cell, side: string, minTrials: number): string | undefined {
  const { trials } = cell.group;
  const failure = failureOf(cell, side);
  if (failure) return failure;
  if (trials.length === 0) return `no ${side} trial has the number that the others are compared by`;
  if (new Set(trials.map(({ seed }) => seed)).size < trials.length) {
    return `double: several ${side} trials have one seed (of different engines, of several versions of a module?), and are not independent`;
  }
  if (trials.length < minTrials)
    return `too few: ${plural(trials.length, `${side} trial`)}, and --min-trials asks for ${minTrials}`;
  return undefined;
}

function failureOf({ group: { failed, trials }, records }: Cell, side: string): string | undefined {
  if (failed === 0) return undefined;
  const failures = records.flatMap(({ failure }) => failure ?? []);
  const remedy = failures.every(({ kind }) => kind === divergedKind)
    ? 'their training diverged, and would again: take the cell out, or give it a rate that trains'
    : 'run them again';
  return `failed: ${failed} of ${failed + trials.length} ${side} trials have no result; ${remedy}`;
}

function pairOf(reference: Cell, fresh: Cell): Pair {
  const results = new Map(reference.records.map(({ spec, result }) => [canonical(spec), canonical(result)]));
  const known = fresh.records.flatMap(({ spec, result }) => {
    const before = results.get(canonical(spec));
    return before === undefined ? [] : [before === canonical(result)];
  });
  const changed = known.filter((same) => !same).length;
  const equal = changed === 0 && known.length === fresh.records.length;
  const renewed = [...fresh.versions].some((version) => !reference.versions.has(version));
  return { reference, fresh, known: known.length, changed, equal, renewed };
}

/** The values of both sides, the reference's first. */
export function samplesOf({ reference, fresh }: Pair): [number[], number[]] {
  return [valuesOf(reference), valuesOf(fresh)];
}

/** The shares of a flag on both sides, where a test could tell them apart: some trials have it, and some do not. */
export function sharesOf({ reference, fresh }: Pair, flag: Metric): [Count, Count] | undefined {
  const [before, after] = [countOf(reference, flag), countOf(fresh, flag)];
  if (!before || !after) return undefined;
  const count = before.count + after.count;
  return count > 0 && count < before.n + after.n ? [before, after] : undefined;
}
