import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { plural, sha256 } from '@mcover/record';
import type { Results } from '@mcover/report';
import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { replaceFile } from '../journal/durable.ts';
import { descriptionFile, journalFile } from '../journal/folder.ts';
import { wholeResults } from '../journal/reading.ts';
import { placesOf } from '../places.ts';
import { profileOption } from './options.ts';
import { print, say } from './output.ts';

interface ExportOptions {
  profile: string;
  out?: string;
  license?: string;
  csv?: boolean;
  parquet?: boolean;
  rliable?: boolean;
  roCrate?: boolean;
}

/** What a format makes of the records of a folder. */
type Format = (results: Results, folder: string, options: ExportOptions) => Promise<string | Uint8Array>;

const formats: Readonly<Record<'csv' | 'parquet' | 'rliable' | 'roCrate', Format>> = {
  async csv({ records }) {
    const { tidyCsv, tidyOf } = await import('@mcover/report');
    return tidyCsv(tidyOf(records));
  },
  async parquet({ records }) {
    const { parquetOf, tidyOf } = await import('@mcover/report');
    return parquetOf(tidyOf(records));
  },
  async rliable(results) {
    const { rliableOf } = await import('@mcover/report');
    const matrices = rliableOf(results);
    for (const [experiment, { leftOut, tasks }] of Object.entries(matrices)) {
      const { cells, trials } = leftOut;
      if (cells + trials > 0)
        say(
          `${experiment}: ${plural(cells, 'cell')} and ${plural(trials, 'trial')} have no place in a full matrix`,
        );
      if (tasks.length === 0) say(`${experiment}: no task that all algorithms have`);
    }
    return `${JSON.stringify(matrices)}\n`;
  },
  async roCrate(results, folder, { license }) {
    const { roCrate } = await import('@mcover/report');
    const experiments = [...new Set(results.records.map(({ experiment }) => experiment))];
    const found = experiments
      .flatMap((experiment) => [journalFile(folder, experiment), descriptionFile(folder, experiment)])
      .flatMap((file) => {
        const stat = statSync(file, { throwIfNoEntry: false });
        return stat ? [{ file, stat }] : [];
      });
    const files = found.map(({ file, stat }) => ({
      name: path.basename(file),
      bytes: stat.size,
      sha256: sha256(readFileSync(file)),
    }));
    const date = new Date(Math.max(...found.map(({ stat }) => stat.mtimeMs))).toISOString();
    const crate = roCrate({ ...results, name: path.basename(folder), files, date, license });
    return `${JSON.stringify(crate, null, 2)}\n`;
  },
};

export function exportCommand(): Command {
  return new Command('export')
    .description('the records of a folder for other programs: choose one format')
    .argument('[dir]', 'folder of journals (default: results/<profile>)')
    .option('--csv', 'one row a trial, every parameter a column')
    .option('--parquet', 'the same as a Parquet file, with types')
    .option('--rliable', 'JSON: for each experiment, algorithm → runs × tasks, where more is better')
    .option('--ro-crate', 'ro-crate-metadata.json beside the journals (RO-Crate 1.1)')
    .option('--license <url>', 'licence of the records, which a crate should name')
    .option('--out <file>', 'file to write, instead of stdout, where control characters are escaped')
    .addOption(profileOption())
    .action(async (dir: string | undefined, options: ExportOptions) => {
      const asked = (Object.keys(formats) as (keyof typeof formats)[]).filter((name) => options[name]);
      if (asked.length !== 1)
        throw new UsageError(
          `${asked.length} formats; choose one of --csv, --parquet, --rliable, --ro-crate`,
        );
      const [format] = asked;
      const folder = path.resolve(
        dir ?? placesOf({ out: undefined, profile: options.profile, own: false }).results,
      );
      const out = outOf(format, folder, options);
      const content = await formats[format](await wholeResults(folder), folder, options);
      if (out === undefined) {
        if (typeof content === 'string') print(content.replace(/\n$/, ''));
        else process.stdout.write(content);
        return;
      }
      replaceFile(out, content);
      say(`written: ${out}`);
    });
}

/** The file to write; nothing where it is stdout. @throws UsageError */
function outOf(format: keyof typeof formats, folder: string, { out }: ExportOptions): string | undefined {
  if (format === 'roCrate') {
    if (out === undefined) return path.join(folder, 'ro-crate-metadata.json');
    throw new UsageError(`--out: a crate describes the files beside it: ${folder}/ro-crate-metadata.json`);
  }
  if (format === 'parquet' && out === undefined && process.stdout.isTTY)
    throw new UsageError('--parquet writes bytes, which a terminal cannot show; name a file by --out');
  return out === undefined ? undefined : path.resolve(out);
}
