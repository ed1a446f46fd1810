import { join } from 'node:path';
import { InputError } from '@mcover/core';
import {
  type Description,
  experimentsAmong,
  isName,
  journalEnding,
  parseJournal,
  type RejectedLine,
  type Schemas,
  schemasBeside,
  schemasOf,
  type TrialRecord,
} from '@mcover/record';
import { printable } from '../summary/printable.ts';
import { codeOf, readDescription } from './description.ts';
import { disk, readText } from './disk.ts';

/** A line of a journal that is no record, or a description that is none, with the file it stands in. */
export interface RejectedRecord extends RejectedLine {
  file: string;
}

export interface Results {
  records: TrialRecord[];
  rejected: RejectedRecord[];
  /** Records that no report can speak of: they were made of other files than the description beside them names. */
  unknown: RejectedRecord[];
  /** By experiment. */
  descriptions: Map<string, Description>;
}

/** What the caller knows beside the files of a folder. */
export interface Reading {
  /** What the caller knows of models: it goes before what a description says. */
  schemas?: Schemas;
  /** The caller's own description of an experiment that has no file. */
  describe?(experiment: string): Description | undefined;
}

/**
 * Reads every journal `<experiment>.ndjson` of a folder such as results/quick, in the order of the names, and the
 * description `<experiment>.json` beside it. A file or a line that is damaged is rejected, with its reason; nothing in
 * a reason steers a terminal.
 *
 * @throws InputError where the folder or a journal cannot be read, or there is none.
 */
export function readResults(folder: string, { schemas, describe }: Reading = {}): Results {
  const results: Results = { records: [], rejected: [], unknown: [], descriptions: new Map() };
  const reject = (file: string, reason: string, line = 1, text = '') =>
    results.rejected.push({ file: printable(file), line, text, reason: printable(reason) });
  for (const experiment of journalsOf(folder)) {
    const file = join(folder, `${experiment}${journalEnding}`);
    if (!isName(experiment)) {
      reject(file, 'the name of the file is not the id of an experiment');
      continue;
    }
    const beside = join(folder, `${experiment}.json`);
    const { reason, description = describe?.(experiment) } = readDescription(beside, experiment);
    if (reason) reject(beside, `no description of an experiment: ${reason}`);
    if (!schemas && !description) {
      if (!reason)
        reject(file, `nothing tells how its records look: "mcover repro" writes ${experiment}.json`);
      continue;
    }
    const known = schemasBeside(schemas ?? schemasOf([]), description);
    try {
      const { records, rejected, unknown } = parseJournal(textOf(file), known, experiment);
      for (const record of records) results.records.push(record);
      for (const bad of rejected.sort((a, b) => a.line - b.line))
        reject(file, bad.reason, bad.line, bad.text);
      for (const whole of unknown) {
        if (description)
          results.unknown.push({ ...whole, reason: printable(whole.reason), file: printable(file) });
        else reject(file, whole.reason, whole.line, whole.text);
      }
      if (description) results.descriptions.set(experiment, description);
    } catch (error) {
      if (error instanceof InputError || !description) throw error;
      reject(beside, `its schemas cannot be used: ${String(error)}`);
    }
  }
  return results;
}

function journalsOf(folder: string): string[] {
  let names: string[];
  try {
    names = disk.readdir(folder);
  } catch (error) {
    const reason =
      codeOf(error) === 'ENOENT'
        ? 'there are no results yet'
        : `no results can be read here (${codeOf(error)})`;
    throw new InputError(folder, `${reason}; run "mcover repro" first`);
  }
  const journals = experimentsAmong(names);
  if (journals.length === 0) {
    throw new InputError(
      folder,
      `holds no journal (*${journalEnding}); name the folder of one profile, such as results/quick`,
    );
  }
  return journals;
}

function textOf(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(file, `cannot be read (${code ?? message})${code ? '; check its permissions' : ''}`);
  }
}
