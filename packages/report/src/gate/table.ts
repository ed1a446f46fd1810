import { mean } from '../statistics/mean.ts';
import { writeError, writeP } from '../tables/number.ts';
import { type Cell as Box, cell as box, type Column, type Table } from '../tables/table.ts';
import { type Cell, solvedOf, valuesOf } from './cell.ts';
import type { GateResult, Standing, Verdict } from './gate.ts';
import { writeEffect } from './statement.ts';

const left = (title: string): Column => ({ title, keys: [title], align: 'left' });
const right = (title: string): Column => ({ title, keys: [title], align: 'right' });

const columns = [
  left('experiment'),
  left('cell'),
  right('trials'),
  right('mean error'),
  right('solved'),
  right('p worse (Holm)'),
  right('seen with 90 % power'),
  left('verdict'),
];

const words: Readonly<Record<Standing, string>> = {
  equal: '✓ equal records',
  same: '✓ not worse',
  better: '✓ better',
  worse: '✗ worse',
};

/** One row a cell: those of both sides first, then those at fault. */
export function gateTable({ gate, verdicts }: GateResult): Table {
  const name = (cell: Cell) => [box(cell.experiment), box(gate.labels.get(cell.key)!)];
  const rows = [
    ...verdicts.map((verdict) => [...name(verdict.pair.fresh), ...numbers(verdict)]),
    ...gate.faults.map(({ cell, reason }) => [
      ...name(cell),
      ...Array.from({ length: 5 }, () => undefined),
      box(`✗ ${reason.split(':')[0]}`),
    ]),
  ];
  return { id: 'gate', caption: 'New records against the reference', columns, rows };
}

function numbers({ pair, standing, tested, effect }: Verdict): (Box | undefined)[] {
  const sides = [pair.reference, pair.fresh];
  const arrow = (write: (cell: Cell) => string) => sides.map(write).join(' → ');
  const solved = sides.every(solvedOf) ? box(arrow(writeSolved)) : undefined;
  const p = Math.min(...tested.map(({ worse }) => worse.adjusted));
  return [
    box(arrow(({ group }) => String(group.trials.length))),
    box(arrow((cell) => writeError(mean(valuesOf(cell))))),
    solved,
    standing === 'equal' ? undefined : box(writeP(p)),
    box(writeEffect(effect)),
    box(words[standing]),
  ];
}

export function writeSolved(cell: Cell): string {
  const { count, n } = solvedOf(cell)!;
  return `${count}/${n}`;
}
