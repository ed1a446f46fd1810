import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type DataSet, dataSets } from '@mcover/models';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { dataFolder } from '../data/folder.ts';
import { inspect, stateOf } from '../data/inspect.ts';
import { messageOf } from '../error.ts';
import { engineOf, engineStates } from '../lanes/engines.ts';
import { findGpuLanes, gpuRemedy } from '../lanes/gpu.ts';
import { environment } from '../lanes/provenance.ts';
import { defaultWorkers } from '../lanes/threads.ts';
import { jsonOption } from './options.ts';
import { print, printJson } from './output.ts';

interface DoctorOptions {
  out: string;
  json?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what runs here: program and engines, data sets, and whether results can be written')
    .option('--out <dir>', 'folder of results/ and report/', '.')
    .addOption(jsonOption())
    .action(async ({ out, json }: DoctorOptions) => {
      const found = await diagnose(path.resolve(out));
      if (!found.ok) process.exitCode = 1;
      if (json) printJson(found);
      else for (const line of linesOf(found)) print(line);
    });
}

type Diagnosis = Awaited<ReturnType<typeof diagnose>>;

/** All that there is to say, as values of their own types. */
async function diagnose(out: string) {
  const fault = writeFault(out);
  const folder = dataFolder();
  const data = dataStates(folder);
  const lanes = await findGpuLanes();
  return {
    ok: fault === undefined && data.fault === undefined,
    ...environment(),
    threads: defaultWorkers(),
    memory: { freeBytes: os.freemem(), totalBytes: os.totalmem() },
    engine: engineOf('auto').name,
    engines: engineStates().map(({ name, unavailable, library }) => ({
      name,
      available: unavailable === undefined,
      ...(unavailable !== undefined && { reason: unavailable }),
      ...(library !== undefined && { library }),
    })),
    gpuInstalled: lanes !== undefined,
    gpu: (await lanes?.gpuFindings(defaultWorkers())) ?? {},
    data: { folder, ...data },
    out: { folder: out, writable: fault === undefined, ...(fault !== undefined && { reason: fault }) },
  };
}

/** How each data set stands, by the sizes of its files; or why nobody can tell. */
function dataStates(folder: string): { sets: { name: string; state: string }[]; fault?: string } {
  try {
    const state = (set: DataSet) => stateOf(inspect(set, folder, { verify: false }));
    return { sets: dataSets.map((set) => ({ name: set.name, state: state(set) })) };
  } catch (error) {
    return { sets: [], fault: messageOf(error) };
  }
}

/** Three lines for a person: what runs, on what data, where results go. */
function linesOf({
  version,
  build = '',
  commit,
  runtime,
  threads,
  memory,
  engine,
  gpu,
  data,
  out,
}: Diagnosis): string[] {
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const picked = Object.entries(gpu).flatMap(([work, findings]) =>
    findings.filter((one) => one.picked).map((one) => ({ work, ...one })),
  );
  const faster = picked
    .filter(({ device }) => device?.kind === 'gpu')
    .map(({ work, way }) => `${work} by ${way}`);
  // Where none is, the reasons are alike.
  const gpus =
    faster.length > 0 ? `GPU for ${faster.join(', ')}` : (picked[0]?.reason ?? `no GPU: ${gpuRemedy}`);
  const missing = data.sets.filter(({ state }) => state !== 'ready').map(({ name }) => name);
  const sets = data.sets.map(({ name, state }) => `${name} ${state}`).join(', ');
  return [
    `mcover ${version} (${commit}, build ${build.slice(0, 12)}), ${runtime}: engine ${engine}, ${plural(threads, 'thread')}, ${gigabytes(memory.freeBytes)} of ${gigabytes(memory.totalBytes)} free, ${gpus}`,
    `data in ${data.folder}: ${data.fault ?? sets}${missing.length > 0 ? `; "mcover data fetch ${missing.join(' ')}" brings what is missing` : ''}`,
    out.writable
      ? `results in ${out.folder} can be written; --json says all of this and more`
      : `results in ${out.folder} cannot be written: ${out.reason}; choose another folder with --out`,
  ];
}

/** Why results cannot be written under a folder, which need not exist yet. */
function writeFault(folder: string): string | undefined {
  let existing = folder;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  try {
    if (!fs.statSync(existing).isDirectory()) return `${existing} is a file`;
    fs.accessSync(existing, fs.constants.W_OK);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
