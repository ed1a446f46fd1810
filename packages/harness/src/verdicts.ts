import path from 'node:path';
import { divergedKind, type Journal } from '@mcover/record';
import { inOneLine } from './error.ts';
import { journalFile, readDescription, traceFile, traceNames } from './journal/folder.ts';
import { readTraces } from './journal/traces.ts';
import { type Expected, expectedOf, gaps, paperExperiments } from './plan/completeness.ts';
import { studies } from './request.ts';
import { brief, damages, firstOf } from './text.ts';

/** What was found in one journal. */
export interface Verdict {
  file: string;
  records: number;
  faults: string[];
}

type Journals = ReadonlyMap<string, Journal>;

/**
 * What is wrong with the journals of a folder and with the traces beside them, and what they lack; the folder's name is
 * that of the profile.
 */
export function verdictsOf(folder: string, journals: Journals): Verdict[] {
  const profile = path.basename(folder);
  const paper = paperExperiments(profile);
  const verdicts = [...journals].map(([experiment, journal]) => {
    const file = journalFile(folder, experiment);
    const planned = paper.get(experiment);
    const studied = isStudied(folder, experiment);
    const lacks = studied ? [] : gaps(journal.records, planned ? expectedOf(planned, profile) : unknown);
    const verdict = verdictOf(file, journal, { lacks, studied, planned: planned !== undefined });
    return { ...verdict, faults: [...verdict.faults, ...traceFaults(folder, experiment, journal)] };
  });
  const alone = traceNames(folder).filter((experiment) => !journals.has(experiment));
  return [...verdicts, ...alone.map((experiment) => traceVerdict(folder, experiment))];
}

/** Whether records may have been made by a study, whose cells have as many trials as their decisions took. */
function isStudied(folder: string, experiment: string): boolean {
  const description = readDescription(folder, experiment);
  return studies.some((study) => description?.[study] !== undefined);
}

/** Of traces without a journal. */
function traceVerdict(folder: string, experiment: string): Verdict {
  const file = traceFile(folder, experiment);
  return { file, records: 0, faults: [`${file}: there is no journal of these trials`] };
}

/** Lines that are no traces, and traces of trials that the journal does not have. */
function traceFaults(folder: string, experiment: string, { records, unknown }: Journal): string[] {
  const file = traceFile(folder, experiment);
  const { traces, rejected } = readTraces(folder, experiment);
  const ids = new Set(records.map(({ id }) => id));
  // Records that nothing here can read have traces that nobody can miss.
  const strange = unknown.length > 0 ? [] : traces.filter(({ id }) => !ids.has(id));
  return [
    ...damages(rejected.map((line) => ({ ...line, file }))),
    ...firstOf(
      strange.map(({ id }) => `${file}: trace ${id.slice(0, 12)} is of no trial in the journal`),
      'trace',
      ` of ${file}`,
    ),
  ];
}

/** The paper's experiments that have no journal, in a folder that has any of them. */
export function absences(folder: string, journals: Journals): Verdict[] {
  const profile = path.basename(folder);
  const planned = [...paperExperiments(profile).keys()];
  // A folder without any of the paper's experiments is one of the caller's own.
  if (!planned.some((experiment) => journals.has(experiment))) return [];
  const absent = planned.filter((experiment) => !journals.has(experiment));
  return absent.map((experiment) => absence(folder, experiment, profile));
}

const unknown: Expected = { cells: [], trials: 0 };

function absence(folder: string, experiment: string, profile: string): Verdict {
  const file = journalFile(folder, experiment);
  const remedy = `"mcover repro --profile ${profile} --only ${experiment}" makes it`;
  return { file, records: 0, faults: [`${file}: the journal is missing; ${remedy}`] };
}

function verdictOf(
  file: string,
  { records, rejected, unknown }: Journal,
  { lacks, studied, planned }: { lacks: readonly string[]; studied: boolean; planned: boolean },
): Verdict {
  // A setting that no machine can train is a finding of a study, and no fault of its records.
  const isFault = (kind: string) => !studied || kind !== divergedKind;
  const failed = records.flatMap(({ id, failure }) =>
    failure && isFault(failure.kind)
      ? [`trial ${id.slice(0, 12)} failed: ${failure.kind}: ${failure.message}`]
      : [],
  );
  const faults = [
    ...(records.length === 0 && unknown.length === 0
      ? [`${file}: ${planned ? 'all trials are missing' : 'it holds no record'}`]
      : []),
    ...damages([...rejected, ...unknown].map((line) => ({ ...line, file }))),
    ...[...firstOf(failed, 'failed trial'), ...lacks].map((fault) => `${file}: ${fault}`),
  ];
  return { file, records: records.length, faults: faults.map((fault) => inOneLine(brief(fault))) };
}
