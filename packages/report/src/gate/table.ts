import type { Metric } from '@mcover/record';
import { writeP } from '../tables/number.ts';
import { type Column, type Entry, entry, type Table } from '../tables/table.ts';
import { type Cell, countOf, writeMean } from './cell.ts';
import type { GateResult, Standing, Verdict } from './gate.ts';
import { writeEffect } from './statement.ts';

const left = (title: string): Column => ({ title, keys: [title], align: 'left' });
const right = (title: string): Column => ({ title, keys: [title], align: 'right' });

const columnsOf = (flags: readonly string[]) => [
  left('experiment'),
  left('cell'),
  right('trials'),
  right('mean'),
  ...flags.map(right),
  right('p worse (Holm)'),
  right('seen with 90 % power'),
  left('verdict'),
];

const words: Readonly<Record<Standing, string>> = {
  equal: '✓ equal records',
  same: '✓ not worse',
  better: '✓ better',
  worse: '✗ worse',
  changed: '✗ other results',
};

/** One row a cell: those of both sides first, then those at fault. */
export function gateTable({ gate, verdicts }: GateResult): Table {
  const name = (cell: Cell) => [entry(cell.experiment), entry(gate.labels.get(cell.key)!)];
  const flags = flagLabels(verdicts.map(({ pair }) => pair.fresh));
  const columns = columnsOf(flags);
  const rows = [
    ...verdicts.map((verdict) => [...name(verdict.pair.fresh), ...numbers(verdict, flags)]),
    ...gate.faults.map(({ cell, reason }) => [
      ...name(cell),
      ...Array.from({ length: columns.length - 3 }, () => undefined),
      entry(`✗ ${reason.split(':')[0]}`),
    ]),
  ];
  return { id: 'gate', caption: 'New records against the reference', columns, rows };
}

function numbers(
  { pair, standing, tested, effect }: Verdict,
  flags: readonly string[],
): (Entry | undefined)[] {
  const sides = [pair.reference, pair.fresh];
  const arrow = (write: (cell: Cell) => string) => sides.map(write).join(' → ');
  const p = Math.min(...tested.map(({ worse }) => worse.adjusted));
  return [
    entry(arrow(({ group }) => String(group.trials.length))),
    entry(arrow(writeMean)),
    ...flagEntries(sides, flags),
    standing === 'equal' ? undefined : entry(writeP(p)),
    entry(writeEffect(effect, pair.fresh.terms.metric?.decimals)),
    entry(words[standing]),
  ];
}

/** The labels of all flags of some cells, each of which gets a column. */
export function flagLabels(cells: readonly Cell[]): string[] {
  return [...new Set(cells.flatMap(({ terms }) => terms.flags.map(({ label }) => label)))];
}

/** "14/40 → 0/20" in the column of each flag; none where a side does not say. */
export function flagEntries(sides: readonly Cell[], labels: readonly string[]): (Entry | undefined)[] {
  return labels.map((label) => {
    const flag = sides[0].terms.flags.find((one) => one.label === label);
    return flag && sides.every((cell) => countOf(cell, flag))
      ? entry(sides.map((cell) => writeCount(cell, flag)).join(' → '))
      : undefined;
  });
}

export function writeCount(cell: Cell, flag: Metric): string {
  const { count, n } = countOf(cell, flag)!;
  return `${count}/${n}`;
}
