import { mean } from '../statistics/mean.ts';
import { type Cell, countOf, valuesOf } from './cell.ts';
import type { Effect } from './effect.ts';
import type { GateResult, Verdict } from './gate.ts';

/** A gate's answer for programs. */
export function gateJson({ gate, passed, verdicts }: GateResult): object {
  const { alpha, tests, level, standIns, faults, skipped, labels } = gate;
  const nameOf = (cell: Cell) => ({ experiment: cell.experiment, cell: labels.get(cell.key)! });
  return {
    passed,
    alpha,
    tests,
    level,
    standIns,
    cells: verdicts.map((verdict) => ({ ...nameOf(verdict.pair.fresh), ...cellJson(verdict) })),
    skipped: skipped.map(({ cell, dataSet }) => ({ ...nameOf(cell), dataSet })),
    faults: faults.map(({ cell, reason }) => ({ ...nameOf(cell), reason })),
  };
}

function cellJson({ pair, standing, tested, effect }: Verdict): object {
  const { reference, fresh, known, changed } = pair;
  return {
    verdict: standing,
    reference: sideJson(reference),
    new: { ...sideJson(fresh), sameSeeds: known, changed },
    tests: tested.map(({ flag, ...test }) => ({ ...test, statistic: flag?.key ?? 'mean' })),
    ...(effect && { seen: effectJson(effect) }),
  };
}

function sideJson(cell: Cell): object {
  const values = valuesOf(cell);
  const counts = cell.terms.flags.flatMap((flag): [string, number][] => {
    const share = countOf(cell, flag);
    return share ? [[flag.key, share.count]] : [];
  });
  return { ...Object.fromEntries(counts), trials: values.length, mean: mean(values) };
}

function effectJson(effect: Effect): object {
  return effect.statistic === 'mean' ? effect : { statistic: effect.flag.key, to: effect.to };
}
