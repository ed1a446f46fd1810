import { canonical, plural, type TrialRecord } from '@mcover/record';
import { mean } from '../statistics/mean.ts';
import type { Described } from '../summary/terms.ts';
import { writeSigned } from '../tables/number.ts';
import { type Column, type Entry, entry, type Table } from '../tables/table.ts';
import { type Cell, cellsOfBoth, valuesOf, writeMean } from './cell.ts';
import { labelsOf } from './label.ts';
import { flagEntries, flagLabels } from './table.ts';

/** What a new reference would change. */
export interface Renewal {
  /** Cells whose records are the same before and after. */
  unchanged: number;
  /** Trials in whose place nothing would come, a line each cell: "fig2a-load, M-cover, α = 1.6: 38 of 40 trials". */
  removed: string[];
  /** One row a cell that changes. */
  table: Table;
}

const columns: Column[] = [
  { title: 'experiment', keys: ['experiment'], align: 'left' },
  { title: 'cell', keys: ['cell'], align: 'left' },
  { title: 'change', keys: ['change'], align: 'left' },
  { title: 'trials', keys: ['trials'], align: 'right' },
  { title: 'mean', keys: ['mean'], align: 'right' },
  { title: 'difference', keys: ['difference'], align: 'right' },
];

/** Compares a reference with what is to take its place. */
export function renewalOf(before: Described, after: Described): Renewal {
  const [old, fresh] = cellsOfBoth(before, after);
  const flags = flagLabels([...old, ...fresh]);
  const labels = labelsOf([...old, ...fresh]);
  const earlier = new Map(old.map((cell) => [cell.key, cell]));
  const later = new Set(fresh.map(({ key }) => key));
  const sides: [Cell | undefined, Cell | undefined][] = [
    ...fresh.map((cell): [Cell | undefined, Cell] => [earlier.get(cell.key), cell]),
    ...old.filter(({ key }) => !later.has(key)).map((cell): [Cell, undefined] => [cell, undefined]),
  ];
  const changed = sides.filter(([from, to]) => !from || !to || contentOf(from) !== contentOf(to));
  const rows = changed.map(([from, to]) => {
    const { experiment, key } = (to ?? from)!;
    return [entry(experiment), entry(labels.get(key)!), ...change(from, to, flags)];
  });
  const all = [...columns, ...flags.map((title): Column => ({ title, keys: [title], align: 'right' }))];
  const table = { id: 'renewal', caption: 'What changes in the reference', columns: all, rows };
  const removed = sides.flatMap(([from, to]) => {
    const lost = lostOf(from, to);
    if (lost === 0) return [];
    const { experiment, key, records } = from!;
    return `${experiment}, ${labels.get(key)}: ${lost} of ${plural(records.length, 'trial')}`;
  });
  return { unchanged: sides.length - changed.length, removed, table };
}

/** How many trials of a cell have a seed that it no longer has afterwards. */
function lostOf(from: Cell | undefined, to: Cell | undefined): number {
  const seedOf = ({ spec }: TrialRecord) => canonical(spec.seed);
  const kept = new Set(to?.records.map(seedOf));
  return from?.records.filter((record) => !kept.has(seedOf(record))).length ?? 0;
}

/** Ids and results of a cell's trials, in no order. */
function contentOf({ records }: Cell): string {
  return records
    .map(({ id, result }) => canonical([id, result ?? null]))
    .sort()
    .join('\n');
}

function change(
  from: Cell | undefined,
  to: Cell | undefined,
  flags: readonly string[],
): (Entry | undefined)[] {
  const sides = [from, to].filter((cell) => cell !== undefined);
  const arrow = (write: (cell: Cell) => string) => sides.map(write).join(' → ');
  return [
    entry(!from ? 'new' : !to ? 'removed' : 'other trials'),
    entry(arrow((cell) => String(valuesOf(cell).length))),
    entry(arrow(writeMean)),
    from && to
      ? entry(writeSigned(mean(valuesOf(to)) - mean(valuesOf(from)), to.terms.metric?.decimals))
      : undefined,
    ...flagEntries(sides, flags),
  ];
}
