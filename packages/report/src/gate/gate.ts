import type { Levels } from '../statistics/one-sided.ts';
import type { Described } from '../summary/terms.ts';
import { cellsOfBoth } from './cell.ts';
import { type Effect, effectOf } from './effect.ts';
import { labelsOf } from './label.ts';
import { type Demands, type Fault, type Pair, pairsOf, type Skipped } from './pair.ts';
import { statisticsOf, type Tested, testAll } from './tests.ts';

/** A gate before its tests: what will be compared, how strictly, and what that can see. */
export interface Gate extends Demands {
  /** Family-wise error over all tests. */
  alpha: number;
  /** Number of tests. */
  tests: number;
  /** A test at this level, α over the number of tests, fails the gate whatever the others say. */
  level: number;
  pairs: Pair[];
  faults: Fault[];
  skipped: Skipped[];
  /** Whether a cell that is skipped for want of its data set makes the gate fail. */
  requireData: boolean;
  /** As in `Pairs`. */
  standIns: number;
  /** Names of all cells, by their keys. */
  labels: ReadonlyMap<string, string>;
}

/** `changed` is a cell that is not worse, but not the same to the bit either, where that is asked for. */
export type Standing = 'equal' | 'same' | 'worse' | 'better' | 'changed';

export interface Verdict {
  pair: Pair;
  standing: Standing;
  tested: Tested[];
  effect: Effect | undefined;
}

/** What a gate says. It lets new records pass where no cell is worse or changed, and nothing is at fault. */
export interface GateResult {
  gate: Gate;
  passed: boolean;
  verdicts: Verdict[];
}

/** Puts new records beside those of the reference. Nothing is tested yet. */
export function gateOf(
  reference: Described,
  fresh: Described,
  alpha: number,
  {
    requireData = false,
    exact = false,
    minTrials = 1,
  }: Partial<Pick<Gate, 'requireData' | keyof Demands>> = {},
): Gate {
  const [before, after] = cellsOfBoth(reference, fresh);
  const demands = { exact, minTrials };
  const found = pairsOf(before, after, demands);
  const labels = labelsOf([...before, ...after]);
  return { ...familyOf(found.pairs, alpha), ...found, ...demands, requireData, labels };
}

/** Whether there is nothing to judge: no records, or none but those that are skipped. */
export function isEmpty({ pairs, faults }: Pick<Gate, 'pairs' | 'faults'>): boolean {
  return pairs.length === 0 && faults.length === 0;
}

/** How many tests there are, and how strict each must be so that all of them keep to α. */
export function familyOf(pairs: readonly Pair[], alpha: number): Pick<Gate, 'alpha' | 'tests' | 'level'> {
  const tests = pairs.reduce((total, pair) => total + statisticsOf(pair).length, 0);
  return { alpha, tests, level: alpha / Math.max(1, tests) };
}

/** The smallest effect that each cell shows with 90 % power. */
export function effectsOf({ pairs, level }: Gate): Map<Pair, Effect | undefined> {
  return new Map(pairs.map((pair) => [pair, effectOf(pair, level)]));
}

/** Whether any cell is worse, and which: the gate's decision, without what it could have seen. */
export function decide(
  gate: Pick<Gate, 'alpha' | 'level' | 'pairs'> & Partial<Pick<Gate, 'exact'>>,
): { pair: Pair; standing: Standing; tested: Tested[] }[] {
  const { alpha, pairs, level, exact = false } = gate;
  const levels: Levels = { loosest: alpha, strictest: level };
  const tested = testAll(pairs, levels);
  return pairs.map((pair) => {
    const own = tested.get(pair)!;
    return { pair, tested: own, standing: standingOf(pair, own, alpha, exact) };
  });
}

function standingOf(pair: Pair, tested: readonly Tested[], alpha: number, exact: boolean): Standing {
  if (pair.equal) return 'equal';
  if (tested.some(({ worse }) => worse.adjusted <= alpha)) return 'worse';
  if (exact && pair.changed > 0) return 'changed';
  if (tested.some(({ better }) => better.adjusted <= alpha)) return 'better';
  return 'same';
}

/** Runs the tests. */
export function judge(gate: Gate, effects: ReadonlyMap<Pair, Effect | undefined>): GateResult {
  const verdicts = decide(gate).map((verdict) => ({ ...verdict, effect: effects.get(verdict.pair) }));
  const failed = verdicts.some(({ standing }) => standing === 'worse' || standing === 'changed');
  const lacking = gate.requireData && gate.skipped.length > 0;
  const passed = !failed && !lacking && gate.faults.length === 0 && !isEmpty(gate);
  return { gate, passed, verdicts };
}
