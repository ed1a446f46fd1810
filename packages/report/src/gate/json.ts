import { mean } from '../statistics/mean.ts';
import { type Cell, solvedOf, valuesOf } from './cell.ts';
import type { GateResult, Verdict } from './gate.ts';

/** A gate's answer for programs. */
export function gateJson({ gate, passed, verdicts }: GateResult): object {
  const { alpha, tests, level, standIns, faults, labels } = gate;
  const nameOf = (cell: Cell) => ({ experiment: cell.experiment, cell: labels.get(cell.key)! });
  return {
    passed,
    alpha,
    tests,
    level,
    standIns,
    cells: verdicts.map((verdict) => ({ ...nameOf(verdict.pair.fresh), ...cellJson(verdict) })),
    faults: faults.map(({ cell, reason }) => ({ ...nameOf(cell), reason })),
  };
}

function cellJson({ pair, standing, tested, effect }: Verdict): object {
  const { reference, fresh, known, changed } = pair;
  return {
    verdict: standing,
    reference: sideJson(reference),
    new: { ...sideJson(fresh), sameSeeds: known, changed },
    tests: tested,
    ...(effect && { seen: effect }),
  };
}

function sideJson(cell: Cell): object {
  const solved = solvedOf(cell);
  const values = valuesOf(cell);
  return { trials: values.length, mean: mean(values), ...(solved && { solved: solved.count }) };
}
