import fs from 'node:fs';
import path from 'node:path';
import { plural, seedName, type TrialRecord } from '@mcover/record';
import type { Cell } from '@mcover/report';
import { Command } from 'commander';
import { inOneLine, UsageError } from '../error.ts';
import { readingOf } from '../journal/reading.ts';
import { placesOf } from '../places.ts';
import { brief, damages } from '../text.ts';
import { visits } from '../visits.ts';
import { jsonOption, profileOption } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';

interface ShowOptions {
  profile: string;
  json?: boolean;
}

export function showCommand(): Command {
  return new Command('show')
    .description('what is in a folder of journals; with an id, a cell or a record of it')
    .argument('[id]', 'first letters of the id of a cell or a record, four at least')
    .argument('[dir]', 'folder of journals (default: results/<profile>)')
    .addOption(profileOption())
    .addOption(jsonOption())
    .action(async (first: string | undefined, second: string | undefined, options: ShowOptions) => {
      const standard = placesOf({ out: undefined, profile: options.profile, own: false }).results;
      // A folder alone is meant where there is one of this name.
      const folderAlone = second === undefined && first !== undefined && fs.existsSync(first);
      const [id, folder] = folderAlone ? [undefined, first] : [first, second ?? standard];
      await show(id, path.resolve(folder), options);
    });
}

/** Letters of an id, of a cell or a record, that a table shows. */
const shown = 10;

async function show(id: string | undefined, folder: string, { json }: ShowOptions): Promise<void> {
  if (id !== undefined && !/^[0-9a-f]{4,64}$/.test(id))
    throw new UsageError(
      `${JSON.stringify(id)} is neither a folder nor an id, of which four letters 0-9 a-f or more are needed`,
    );
  const { cellJson, cellsOf, median, readResults } = await import('@mcover/report');
  const results = readResults(folder, readingOf(folder));
  const damaged = [...results.rejected, ...results.unknown];
  for (const line of damages(damaged)) say(line);
  if (damaged.length > 0)
    say(`${plural(damaged.length, 'line')} left out: "mcover verify ${folder}" says more`);
  const cells = cellsOf(results);
  if (id === undefined) {
    if (json)
      printJson({ folder, cells: cells.map((cell) => ({ ...cellJson(cell), ...costOf(cell, median) })) });
    else await printFolder(folder, cells);
    return;
  }
  const found = cells.filter((cell) => cell.id.startsWith(id));
  const records = results.records.filter((record) => record.id.startsWith(id));
  const ids = new Set([...found, ...records].map((one) => one.id));
  if (ids.size !== 1) throw new UsageError(notOne(id, folder, [...ids]));
  const [record] = records;
  if (json)
    printJson(record ?? { ...cellJson(found[0]), ...costOf(found[0], median), records: found[0].records });
  else if (record) await printRecord(record, cells);
  else await printCell(found);
}

function notOne(id: string, folder: string, ids: readonly string[]): string {
  if (ids.length === 0)
    return `no cell or record of ${folder} has an id that begins with "${id}"; "mcover show ${folder}" lists the cells`;
  const some = ids.slice(0, 5).map((one) => one.slice(0, shown));
  return `${ids.length} ids begin with "${id}": ${some.join(', ')}${ids.length > 5 ? ', …' : ''}; give more letters`;
}

async function printFolder(folder: string, cells: readonly Cell[]): Promise<void> {
  for (const experiment of new Set(cells.map((cell) => cell.experiment))) {
    const own = cells.filter((cell) => cell.experiment === experiment);
    const { title = '' } = own[0].terms.description;
    print(`${experiment}${title && `: ${inOneLine(title)}`}`);
    const rows = await Promise.all(
      own.map(async (cell) => [cell.id.slice(0, shown), cell.label, ...(await statisticsOf(cell))]),
    );
    const metric = own[0].terms.metric?.label ?? 'result';
    const flags = own[0].terms.flags.map(({ label }) => label);
    print(textTable(...known(['id', 'cell', 'n', `mean ${metric}`, '95 %', ...flags, ...costs], rows), 2));
    print('');
  }
  const trials = cells.reduce((sum, { records }) => sum + records.length, 0);
  print(
    `${plural(trials, 'trial')} in ${plural(cells.length, 'cell')} of ${folder}; 95 %: Student's interval; time: the median of what trials took a thread, wherever they ran`,
  );
}

/** Without the cost where no cell has one: it is not known of models of one's own. */
function known(heads: string[], rows: string[][]): [heads: string[], rows: string[][]] {
  const at = heads.indexOf(visits.symbol);
  if (rows.some((row) => row[at] !== '')) return [heads, rows];
  return [heads.toSpliced(at, 1), rows.map((row) => row.toSpliced(at, 1))];
}

const costs = [visits.symbol, 'time'];

/** What a trial costs on any machine, where that is known, and the median of the seconds of a thread that trials took. */
function costOf({ records }: Cell, median: (sample: readonly number[]) => number) {
  const done = records.flatMap(({ result, provenance }) => (result ? [{ result, provenance }] : []));
  const times = done.map(({ provenance: { durationMs, threads = 1 } }) => (threads * durationMs) / 1000);
  const results = done.map(({ result }) => result);
  return {
    visits: visits.of(records[0].spec, results),
    seconds: times.length > 0 ? median(times) : undefined,
  };
}

/** n, mean, interval, the share of each flag, and the cost. */
async function statisticsOf(cell: Cell): Promise<string[]> {
  const { median, writeError } = await import('@mcover/report');
  const { summary, terms } = cell;
  const cost = costOf(cell, median);
  const { n, failed, mean, tInterval, shares } = summary;
  const write = (value: number) => writeError(value, terms.metric?.decimals);
  return [
    failed > 0 ? `${n} (${failed} failed)` : String(n),
    mean === undefined ? '' : write(mean),
    tInterval ? `[${write(tInterval.low)}, ${write(tInterval.high)}]` : '',
    ...terms.flags.map(({ key }) => {
      const share = shares.get(key);
      return share ? `${share.count}/${share.n}` : '';
    }),
    cost.visits === undefined ? '' : visits.write(cost.visits),
    cost.seconds === undefined
      ? ''
      : `${cost.seconds < 10 ? cost.seconds.toPrecision(2) : cost.seconds.toFixed(0)} s`,
  ];
}

/** A cell, which several experiments may have. */
async function printCell([cell, ...others]: readonly Cell[]): Promise<void> {
  const { writeError } = await import('@mcover/report');
  const { id, experiment, label, group, terms, records } = cell;
  print(`cell ${id.slice(0, shown)} of ${experiment}: ${label}`);
  if (others.length > 0) print(`also in ${others.map((other) => other.experiment).join(', ')}`);
  const metric = terms.metric?.label ?? 'result';
  const flags = terms.flags.map((flag) => flag.label);
  print(textTable(['n', `mean ${metric}`, '95 %', ...flags, ...costs], [await statisticsOf(cell)], 0));
  print(`\n${pairs(Object.entries({ method: group.method, ...group.parameters }))}\n`);
  const columns = [...(terms.metric ? [terms.metric] : []), ...terms.beside, ...terms.flags];
  const rows = records.map(({ id, spec: { seed }, result, failure }) => [
    id.slice(0, shown),
    seedName(seed),
    ...columns.map(({ key, decimals }) => {
      const value = result?.[key];
      return typeof value === 'number' ? writeError(value, decimals) : String(value ?? '');
    }),
    failure ? inOneLine(brief(`${failure.kind}: ${failure.message}`)) : '',
  ]);
  print(textTable(['record', 'seed', ...columns.map(({ label }) => label), ''], rows));
}

async function printRecord(record: TrialRecord, cells: readonly Cell[]): Promise<void> {
  const { tidyOf } = await import('@mcover/report');
  const cell = cells.find(({ records }) => records.includes(record));
  print(`record of ${record.experiment}: ${cell?.label ?? record.spec.method}\n`);
  const { columns, rows } = tidyOf([record]);
  print(pairs(columns.map((column, i) => [column, rows[0][i]])));
}

/** One line a value, under each other. */
function pairs(entries: readonly (readonly [string, unknown])[]): string {
  const width = Math.max(...entries.map(([key]) => key.length));
  return entries.map(([key, value]) => `${key.padEnd(width)}  ${inOneLine(String(value))}`).join('\n');
}
