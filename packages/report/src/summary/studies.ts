import type { Decision, TrialRecord } from '@mcover/record';
import { labelsOf } from '../gate/label.ts';
import { expectedTrials, type Study, type StudyRule, studyOf } from '../statistics/sequential.ts';
import type { Experiment } from './experiment.ts';
import { gatherCells } from './gather.ts';
import { groupsOf } from './group.ts';
import { ofSeed, type Value, type Values, valuesOf } from './values.ts';

/** How a comparison of two cells stands. */
export interface CellStudy extends Study {
  /** Ids of the cells. */
  readonly a: string;
  readonly b: string;
  /** Pairs of trials without a gap, from the first on. */
  readonly n: number;
  /** Trials of these pairs whose training has left the numbers. Each counts as the worst of the range. */
  readonly diverged: number;
  /** Trials that would decide it, `most` aside, if more of them come out as these did; only of an open one. */
  readonly expected: number | undefined;
  /** A trial of a value that the range has no place for, with which nothing is decided. */
  readonly outside: string | undefined;
}

/**
 * The comparisons that a study is to decide, by the records of one experiment that are there, in whatever order they
 * come: those of its seed, or of the first one that is there. The error is shared evenly by the comparisons (Bonferroni).
 */
export function cellStudies(records: readonly TrialRecord[], decision: Decision): CellStudy[] {
  const { metric, better, range, seed } = decision;
  const worst = better && (better === 'lower' ? range.high : range.low);
  const values = valuesOf(seed ? ofSeed(records, seed) : records, metric, worst);
  const rule = ruleOf(decision);
  return decision.pairs.map(([a, b]) => {
    const [x, y] = [a, b].map((id) => values.get(id) ?? []);
    const pairs = pairsOf(x, y);
    const strange = pairs.flat().find(({ value }) => value < range.low || value > range.high);
    const diverged = pairs.flat().filter((trial) => trial.diverged).length;
    const cells = { a, b, n: pairs.length, diverged };
    if (strange)
      return {
        ...cells,
        finding: 'open',
        side: undefined,
        looks: [],
        expected: undefined,
        outside: strange.seed,
      };
    const differences = pairs.map(([one, other]) => one.value - other.value);
    const study = studyOf(differences, rule);
    const expected = study.finding === 'open' ? expectedTrials(differences, rule) : undefined;
    return { ...cells, ...study, expected, outside: undefined };
  });
}

/** Trials of equal seeds, up to the first that is missing. */
function pairsOf(x: Values, y: Values): [Value, Value][] {
  const pairs: [Value, Value][] = [];
  for (let trial = 0; ; trial++) {
    const [one, other] = [x[trial], y[trial]];
    if (!one || !other) return pairs;
    pairs.push([one, other]);
  }
}

/** When a single comparison of a study ends. */
export function ruleOf({ pairs, range: { low, high }, error, ...rest }: Decision): StudyRule {
  return { ...rest, range: { low: low - high, high: high - low }, error: error / pairs.length };
}

/** What the cells of an experiment are called, by their ids. */
export function cellLabels({ id, records, ...terms }: Experiment): Map<string, string> {
  return labelsOf(
    [...gatherCells(records)].map(([key, own]) => ({
      experiment: id,
      key,
      group: groupsOf(own, terms)[0],
      terms,
    })),
  );
}
