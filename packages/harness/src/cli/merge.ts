import path from 'node:path';
import {
  journalLine,
  plural,
  type RejectedLine,
  type TraceRecord,
  type TrialRecord,
  traceLine,
} from '@mcover/record';
import { disk } from '@mcover/report/disk';
import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { carriedDescriptions, writeDescriptions } from '../journal/description.ts';
import { prepareFolder, replaceFile } from '../journal/durable.ts';
import { journalFile, journalNames, readJournals, traceFile } from '../journal/folder.ts';
import { readJournalText } from '../journal/journal.ts';
import { lockFolder } from '../journal/lock.ts';
import { readTraces } from '../journal/traces.ts';
import { writeTurboKey } from '../journal/turbo-key.ts';
import { carryWeights } from '../journal/weights.ts';
import { type Joined, join, joinTraces, type Source } from '../plan/join.ts';
import { damages, firstOf } from '../text.ts';
import { absences, type Verdict, verdictsOf } from '../verdicts.ts';
import { jsonOption } from './options.ts';
import { print, printJson, say } from './output.ts';

interface MergeOptions {
  out: string;
  json?: boolean;
}

export function mergeCommand(): Command {
  return new Command('merge')
    .description('joins the records of several folders, such as those of shards, and tells what is missing')
    .argument('<dirs...>', 'folders that --out of repro or run named, or folders of journals')
    .requiredOption('--out <dir>', 'the folder that gets all records, in the same order of folders')
    .addOption(jsonOption())
    .action((dirs: string[], { out, json }: MergeOptions) => {
      const verdicts = [...partsOf(dirs)].flatMap(([part, folders]) =>
        mergeFolders(folders, path.join(path.resolve(out), part)),
      );
      const faults = verdicts.flatMap((verdict) => verdict.faults);
      for (const fault of faults) say(fault);
      if (faults.length > 0) process.exitCode = 1;
      if (json) return printJson({ ok: faults.length === 0, journals: verdicts });
      for (const { file, records } of verdicts) print(`${file}: ${plural(records, 'record')}`);
    });
}

/**
 * The folders of journals, by where they lie below the folders that were named: there itself, or in results/<profile>.
 *
 * @throws UsageError for a folder that is not there, and where the folders are not of one kind.
 */
function partsOf(dirs: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const dir of dirs.map((dir) => path.resolve(dir))) {
    if (!disk.stat(dir)) throw new UsageError(`there is no folder ${dir}`);
    const results = path.join(dir, 'results');
    const profiles = disk.stat(results) ? disk.readdir(results) : [];
    const inside = profiles.map((name) => path.join('results', name));
    const below = ['', ...inside.filter((part) => disk.stat(path.join(dir, part))?.isDirectory())];
    const found = below.filter((part) => journalNames(path.join(dir, part)).length > 0);
    if (found.length === 0) say(`${dir} holds no records (*.ndjson)`);
    for (const part of found) parts.set(part, [...(parts.get(part) ?? []), path.join(dir, part)]);
  }
  if (parts.size === 0) throw new UsageError('none of the folders holds records; name those of the shards');
  if (parts.size > 1 && parts.has('')) {
    throw new UsageError('some folders hold journals and some hold results/: name folders of one kind');
  }
  return parts;
}

/** Joins folders of journals into one, together with what is there. Gives what is wrong with it. */
function mergeFolders(folders: readonly string[], out: string): Verdict[] {
  const sources = folders.filter((folder) => folder !== out).flatMap(sourcesOf);
  // Before the folder is made: where the shards do not fit together, nothing is.
  const { faults } = joined(sources);
  if (faults.length > 0) return [refusal(out, faults)];
  prepareFolder(out);
  const release = lockFolder(out);
  try {
    const { records, traces, faults } = joined([...sourcesOf(out), ...sources]);
    if (faults.length > 0) return [refusal(out, faults)];
    for (const folder of [...folders].reverse()) {
      if (folder !== out) writeDescriptions(out, carriedDescriptions(folder, out, records.keys()));
    }
    for (const folder of folders) carryWeights(folder, out);
    writeMerged(out, records, traces);
  } finally {
    release();
  }
  const journals = readJournals(out);
  return [...verdictsOf(out, journals), ...absences(out, journals)];
}

/** An experiment of one folder: its journal, and its traces. */
interface Sources {
  journal: Source<TrialRecord>;
  traces: Source<TraceRecord>;
  damaged: (RejectedLine & { file: string })[];
}

function sourcesOf(folder: string): Sources[] {
  return [...readJournals(folder)].map(([experiment, { records, rejected, unknown }]) => {
    const read = readTraces(folder, experiment);
    const [journal, trace] = [journalFile(folder, experiment), traceFile(folder, experiment)];
    return {
      journal: { file: journal, experiment, records },
      traces: { file: trace, experiment, records: read.traces },
      damaged: [
        // What cannot be read here cannot be joined here either.
        ...[...rejected, ...unknown].map((line) => ({ ...line, file: journal })),
        ...read.rejected.map((line) => ({ ...line, file: trace })),
      ],
    };
  });
}

/** The records and traces of all sources by experiment, and why they cannot be joined. */
function joined(sources: readonly Sources[]) {
  const records = join(sources.map(({ journal }) => journal));
  const traces = joinTraces(
    sources.map(({ traces }) => traces),
    records,
  );
  return {
    records: records.experiments,
    traces: traces.experiments,
    faults: [
      ...damages(sources.flatMap(({ damaged }) => damaged)),
      ...firstOf(records.conflicts, 'conflict'),
      ...firstOf(traces.conflicts, 'conflict'),
    ],
  };
}

function refusal(out: string, reasons: readonly string[]): Verdict {
  const remedy =
    'a shard that is run again mends its own lines; of two results one is wrong ("mcover verify DIR --rerun k")';
  return { file: out, records: 0, faults: [...reasons, `nothing was merged into ${out}: ${remedy}`] };
}

/** Replaces the journals, and the files of traces, that have become longer. */
function writeMerged(
  out: string,
  records: Joined<TrialRecord>['experiments'],
  traces: Joined<TraceRecord>['experiments'],
): void {
  const texts = [
    ...[...traces].map(([id, own]) => [traceFile(out, id), own.map(traceLine).join('')]),
    ...[...records].map(([id, own]) => [journalFile(out, id), own.map(journalLine).join('')]),
  ];
  const changed = texts.filter(([file, text]) => readJournalText(file) !== text);
  if (changed.length === 0) return;
  const there = [...records.values(), ...traces.values()].flat();
  writeTurboKey(out, { there, coming: [], foreseen: false });
  for (const [file, text] of changed) replaceFile(file, text);
}
