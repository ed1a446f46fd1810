import path from 'node:path';
import { builtIn } from '@mcover/models';
import {
  type Description,
  experimentsAmong,
  isName,
  type Journal,
  journalEnding,
  parseDescription,
  parseJournal,
  type Schemas,
  schemasBeside,
  tracedAmong,
  traceEnding,
} from '@mcover/record';
import { disk } from '@mcover/report/disk';
import { codeOf, inOneLine, messageOf, UsageError } from '../error.ts';
import { readJournalText } from './journal.ts';

/** File of an experiment's journal. */
export function journalFile(folder: string, experiment: string): string {
  return path.join(folder, `${experiment}${journalEnding}`);
}

/** File of the traces of an experiment's trials. */
export function traceFile(folder: string, experiment: string): string {
  return path.join(folder, `${experiment}${traceEnding}`);
}

/** File of an experiment's description. */
export function descriptionFile(folder: string, experiment: string): string {
  return path.join(folder, `${experiment}.json`);
}

/** Bytes of a description: one with all its schemas has a hundredth of it. */
const mostBytes = 4 * 2 ** 20;

/** The description beside a journal; nothing where there is none, or one that cannot be used. */
export function readDescription(folder: string, experiment: string): Description | undefined {
  const file = descriptionFile(folder, experiment);
  const stat = disk.stat(file);
  if (!stat?.isFile() || stat.size > mostBytes) return undefined;
  return parseDescription(disk.readFile(file).toString(), experiment).description;
}

/** What tells how the records of a journal look. Models of the program are known, whatever a file says. */
export function schemasFor(folder: string, experiment: string): Schemas {
  return schemasBeside(builtIn, readDescription(folder, experiment));
}

/**
 * What is made of a journal by what tells how its records look.
 *
 * @throws UsageError that names the description, where its schemas are none.
 */
export function describedIn<T>(folder: string, experiment: string, work: (schemas: Schemas) => T): T {
  const schemas = schemasFor(folder, experiment);
  try {
    return work(schemas);
  } catch (error) {
    if (schemas === builtIn || error instanceof UsageError) throw error;
    const file = descriptionFile(folder, experiment);
    throw new UsageError(
      inOneLine(
        `${file}: its schemas cannot be used: ${messageOf(error)}; a run of its experiment writes it anew`,
      ),
    );
  }
}

/** The journals of a folder by experiment; nothing is changed. A folder that is not there yet has none. */
export function readJournals(folder: string): Map<string, Journal> {
  const journals = new Map<string, Journal>();
  for (const experiment of journalNames(folder)) {
    const text = readJournalText(journalFile(folder, experiment));
    const journal = describedIn(folder, experiment, (schemas) => parseJournal(text, schemas, experiment));
    journals.set(experiment, journal);
  }
  return journals;
}

/** The experiments that have a journal in a folder. @throws UsageError for a journal whose name is no id. */
export function journalNames(folder: string): string[] {
  const names = experimentsAmong(filesOf(folder));
  const foreign = names.find((name) => !isName(name));
  if (foreign === undefined) return names;
  throw new UsageError(
    inOneLine(
      `${journalFile(folder, foreign)}: the name of the file is not the id of an experiment (small letters, digits and ` +
        'hyphens); rename it, or move it to another folder',
    ),
  );
}

/** The experiments that have traces in a folder. */
export function traceNames(folder: string): string[] {
  return tracedAmong(filesOf(folder));
}

function filesOf(folder: string): string[] {
  try {
    return disk.readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new UsageError(`cannot read the results in ${folder}: ${messageOf(error)}`);
  }
}
