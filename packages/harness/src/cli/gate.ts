import path from 'node:path';
import { plural } from '@mcover/record';
import type { RejectedRecord } from '@mcover/report';
import { disk } from '@mcover/report/disk';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../error.ts';
import { appendTo, removeFile, replaceFile } from '../journal/durable.ts';
import { journalNames } from '../journal/folder.ts';
import { readingOf } from '../journal/reading.ts';
import { sharedWriter } from '../journal/shared.ts';
import { placesOf } from '../places.ts';
import { referenceFolder } from '../program.ts';
import { damages } from '../text.ts';
import { jsonOption, profileOption, wholeFrom } from './options.ts';
import { print, printJson, say, tellGitHub } from './output.ts';

interface GateOptions {
  profile: string;
  baseline?: string;
  results?: string;
  alpha: number;
  speed?: boolean;
  exact?: boolean;
  minTrials?: number;
  renew?: boolean;
  remove?: boolean;
  github?: boolean;
  markdown?: string;
  requireData?: boolean;
  json?: boolean;
}

export function gateCommand(): Command {
  return new Command('gate')
    .description(
      'compares new records with those of a reference; exit 1 where a cell became worse, 2 where nothing can be compared',
    )
    .addOption(profileOption())
    .option(
      '--baseline <dir>',
      'the reference (default: results/reference/<profile>, or else the one of the program)',
    )
    .option('--results <dir>', 'the new records (default: results/<profile>)')
    .option('--alpha <p>', 'most probability of any false alarm', probability, 0.01)
    .option(
      '--speed',
      'also time the engine against the plain one, and compare with speed.json of the reference',
    )
    .option('--exact', 'any trial of the reference that came out differently is an error, better or worse')
    .option('--min-trials <n>', 'a cell with fewer trials, on either side, is an error', wholeFrom(1))
    .addOption(
      new Option(
        '--renew',
        'show what would change, then put the new records in the place of the reference',
      ).conflicts(['exact', 'minTrials']),
    )
    .option('--remove', 'with --renew: trials of the reference that the new records lack may go')
    .option('--require-data', 'a cell that lacks its data set is an error, and not skipped')
    .option('--markdown <file>', 'also write the answer as markdown, every cell in it')
    .option('--github', 'annotations, and a summary of the job, for GitHub Actions')
    .addOption(jsonOption())
    .action((options: GateOptions) => (options.renew ? renew(options) : compare(options)));
}

function probability(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Allowed: numbers between 0 and 1.');
}

/** @throws UsageError where both are one folder, which would always pass. */
function foldersOf({ profile, baseline, results, renew }: GateOptions) {
  const here = path.resolve('results', 'reference', profile);
  // What an installed program brings along is compared with, and never written to.
  const known = renew || disk.stat(here) ? here : path.join(referenceFolder, profile);
  const folders = {
    baseline: baseline ? path.resolve(baseline) : known,
    results: results ? path.resolve(results) : placesOf({ out: undefined, profile, own: false }).results,
  };
  if (folders.baseline !== folders.results) return folders;
  throw new UsageError(`--baseline and --results are one folder, ${folders.results}; name the new records`);
}

/** Lines that are no records stop a gate, which says so to people, programs and GitHub. */
async function refuse(rejected: readonly RejectedRecord[], options: GateOptions): Promise<void> {
  process.exitCode = 1;
  const lines = damages(rejected);
  for (const line of lines) say(line);
  const count = plural(rejected.length, 'line');
  say(`nothing was compared: ${count} cannot be read as records`);
  if (options.json) printJson({ passed: false, rejected });
  const list = lines.map((line) => `    ${line}\n`).join('');
  const text = `## mcover gate: **failed**\n\nNothing was compared: ${count} cannot be read as records.\n\n${list}`;
  const { annotation } = await import('@mcover/report');
  const annotations = lines.map((line) => annotation('error', { title: 'mcover gate', text: line }));
  publish(options, text, annotations);
}

/** What makes a reference where there is none. */
function makingOf({ profile, baseline, results }: GateOptions): string {
  const folders = [baseline && `--baseline ${baseline}`, results && `--results ${results}`];
  return ['mcover gate', `--profile ${profile}`, ...folders.filter(Boolean), '--renew'].join(' ');
}

async function compare(options: GateOptions): Promise<void> {
  if (options.remove) throw new UsageError('--remove says what --renew may do; give both');
  const {
    annotationsOf,
    effectsOf,
    gateJson,
    gateOf,
    gatePlain,
    gateText,
    isEmpty,
    judge,
    readResults,
    statementOf,
  } = await import('@mcover/report');
  const { baseline, results } = foldersOf(options);
  if (journalNames(baseline).length === 0)
    throw new UsageError(
      `${baseline} holds no journal: there is no reference; good records become one by "${makingOf(options)}"`,
    );
  const [reference, fresh] = [baseline, results].map((folder) => readResults(folder, readingOf(folder)));
  const rejected = [reference, fresh].flatMap((read) => [...read.rejected, ...read.unknown]);
  if (rejected.length > 0) return refuse(rejected, options);
  const gate = gateOf(reference, fresh, options.alpha, options);
  const effects = effectsOf(gate);
  for (const line of statementOf(gate, effects)) say(line);
  const result = judge(gate, effects);
  const speed = options.speed ? await compareSpeed(baseline, options.alpha) : undefined;
  // Before anything is printed: a reader that has seen enough ends the program with this code.
  if (!(result.passed && (speed?.passed ?? true))) process.exitCode = isEmpty(gate) ? 2 : 1;
  if (options.json) printJson({ ...gateJson(result), ...(speed && { speed: speed.verdicts }) });
  else print((gatePlain(result) + (speed?.plain ?? '')).trimEnd());
  const annotations = [...annotationsOf(result), ...(speed?.annotations ?? [])];
  publish(options, gateText(result) + (speed?.markdown ?? ''), annotations);
}

async function compareSpeed(baseline: string, alpha: number) {
  const { annotation, judgeSpeed, readSpeed, speedProblemsOf, speedTable, toMarkdown, toText } = await import(
    '@mcover/report'
  );
  const reference = readSpeed(baseline);
  const verdicts = judgeSpeed(reference, await speedHere(), alpha);
  const problems = speedProblemsOf(verdicts);
  const passed = problems.length === 0;
  const table = speedTable(verdicts);
  return {
    verdicts,
    passed,
    plain: `\nmcover gate, speed: ${passed ? 'passed' : 'FAILED'}\n\n${toText(table)}`,
    markdown: `\n## mcover gate, speed: ${passed ? 'passed' : '**failed**'}\n\n${toMarkdown(table)}`,
    annotations: problems.map((problem) => annotation('error', problem)),
  };
}

/** Loaded only here: nothing else needs the engines. */
async function speedHere() {
  const { measureSpeed } = await import('../speed/measure.ts');
  return measureSpeed();
}

/**
 * The answer as markdown, into files alone. GitHub reads annotations from both outputs, and the summary of a job from a file
 * that it names.
 */
function publish(
  { github, markdown, json }: GateOptions,
  text: string,
  annotations: readonly string[],
): void {
  if (markdown !== undefined) replaceFile(path.resolve(markdown), text);
  if (!github) return;
  for (const line of annotations) tellGitHub(line, json ? process.stderr : process.stdout);
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) appendTo(file, text);
}

/** Of the cells that a renewal would take trials from, so many are told. */
const told = 12;

/** @throws UsageError where trials of the reference would go that nobody said may go. */
function refuseRemoval(removed: readonly string[]): void {
  if (removed.length === 0) return;
  const more = removed.length > told ? [`and ${plural(removed.length - told, 'more cell')}`] : [];
  throw new UsageError(
    [
      'the reference stays as it is: the new records lack trials of it, which would go:',
      ...[...removed.slice(0, told), ...more].map((line) => `  ${line}`),
      'run all experiments of the reference, with as many trials as it has; or give --remove, where these are to go',
    ].join('\n'),
  );
}

async function renew(options: GateOptions): Promise<void> {
  const { readResults, renewalOf, toText, writeReference, writeSpeed } = await import('@mcover/report');
  const { baseline, results } = foldersOf(options);
  const fresh = readResults(results, readingOf(results));
  // A folder that is there may be empty: whoever made it was killed.
  const before =
    journalNames(baseline).length > 0
      ? readResults(baseline, readingOf(baseline))
      : { records: [], rejected: [], unknown: [], descriptions: new Map() };
  const rejected = [before, fresh].flatMap((read) => [...read.rejected, ...read.unknown]);
  if (rejected.length > 0) return refuse(rejected, options);
  if (fresh.records.length === 0)
    throw new UsageError(`${results} holds no records, and makes no reference: run the experiments first`);
  const failed = fresh.records.filter(({ failure }) => failure).length;
  if (failed > 0) {
    say(
      `${plural(failed, 'trial')} of ${results} failed: run them again, or take the cells out whose training diverges, before they become a reference`,
    );
    process.exitCode = 1;
    return;
  }
  const { unchanged, removed, table } = renewalOf(before, fresh);
  if (!options.remove) refuseRemoval(removed);
  const { rows } = table;
  if (options.json)
    printJson({ unchanged, changed: rows.map((row) => row.map((cell) => cell?.text ?? null)) });
  else if (rows.length > 0) print(toText(table).trimEnd());
  const write = sharedWriter();
  const files = writeReference(baseline, fresh, { write, remove: removeFile });
  if (options.speed) files.push(writeSpeed(baseline, await speedHere(), write));
  say(
    `${plural(rows.length, 'cell')} changed, ${unchanged} as before; ${plural(files.length, 'file')} written in ${baseline}`,
  );
}
