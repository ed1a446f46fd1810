import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { plural } from '@mcover/record';
import type { Experiment } from '@mcover/report';
import { readingOf } from '../journal/reading.ts';
import { sharedWriter } from '../journal/shared.ts';
import { damages } from '../text.ts';
import { twist } from '../twist.ts';
import { visits } from '../visits.ts';
import { print, say } from './output.ts';

/** A report that was made: its files, and the experiments as they are in it. */
export interface Report {
  files: string[];
  experiments: Experiment[];
}

/**
 * Writes the report of a folder of journals and gives it. Where a line is damaged it names the line,
 * writes nothing and gives nothing: a report must not pass over records silently.
 *
 * @param unwritten is told the experiments where the files cannot be written, before the error goes on.
 */
export async function makeReport(
  folder: string,
  out: string,
  profile: string,
  unwritten: (report: Report) => Promise<void> = async () => {},
): Promise<Report | undefined> {
  // Loaded only here: it brings the plotting library, which nothing else needs.
  const { experimentsOf, readResults, readTraces, writeReport } = await import('@mcover/report');
  const results = readResults(folder, readingOf(folder));
  const { rejected, unknown } = results;
  if (unknown.length > 0)
    say(`${plural(unknown.length, 'record')} of other files than those named beside them: not in the report`);
  for (const line of damages(rejected)) say(line);
  if (rejected.length > 0) {
    say(
      'no report was written: "mcover repro" or "run" of the experiment sets damaged lines aside and runs their trials again',
    );
    return undefined;
  }
  const inside = readTraces(folder, new Set(results.records.map(({ experiment }) => experiment)));
  for (const line of damages(inside.rejected)) say(`${line}; not drawn`);
  const experiments = experimentsOf({ ...results, covariates: [twist, visits] });
  const write = sharedWriter();
  try {
    const files = await writeReport({ ...results, experiments, inside, out, write, profile });
    return { files, experiments };
  } catch (error) {
    await unwritten({ files: [], experiments });
    throw error;
  }
}

/** Says where the records of a job are, and what a reader opens of its report. */
export function printPlaces(folder: string, { files }: Pick<Report, 'files'>): void {
  const fileOf = (name: string) => files.find((file) => path.basename(file) === name);
  const [text, page] = [fileOf('REPORT.md'), fileOf('index.html')];
  print(`\nrecords  ${folder}`);
  if (text) print(`report   ${text}`);
  if (page) print(`page     ${pathToFileURL(page)}`);
}

/** Of a report that was not made, since a line is damaged, or since a shard has a part of the trials. */
export const noReport: Report = { files: [], experiments: [] };
