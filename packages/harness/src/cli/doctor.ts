import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dataSets } from '@mcover/models';
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
    .description(
      'what runs here: runtime, threads, memory, engines, data sets, and whether results can be written',
    )
    .option('--out <dir>', 'folder of results/ and report/', '.')
    .addOption(jsonOption())
    .action(async (options: DoctorOptions) => {
      const { ok, ...facts } = await diagnose(path.resolve(options.out));
      if (!ok) process.exitCode = 1;
      if (options.json) printJson({ ok, ...facts });
      else for (const [name, value] of Object.entries(facts)) print(`${name.padEnd(9)} ${value}`);
    });
}

async function diagnose(out: string) {
  const { version, build = '', ...machine } = environment();
  const fault = writeFault(out);
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return {
    ok: fault === undefined,
    mcover: `${version}, build ${build.slice(0, 12)}`,
    ...machine,
    threads: defaultWorkers(),
    memory: `${gigabytes(os.freemem())} free of ${gigabytes(os.totalmem())}`,
    engines: engines(),
    gpu: (await (await findGpuLanes())?.gpuAccount(defaultWorkers())) ?? `not installed; ${gpuRemedy}`,
    data: dataStates(dataFolder()),
    out: fault ? `${out} cannot be written: ${fault}; choose another with --out` : `${out} can be written`,
  };
}

function engines(): string {
  const states = engineStates().map(({ name, unavailable, library }) => {
    const remark = unavailable ?? library;
    return remark ? `${name} (${remark})` : name;
  });
  return `${states.join(', ')}; auto takes ${engineOf('auto').name}`;
}

/** How each data set stands, by the sizes of its files: "fashion-mnist ready, mnist missing (in …/data)". */
function dataStates(folder: string): string {
  const states = dataSets.map((set) => `${set.name} ${stateOf(inspect(set, folder, { verify: false }))}`);
  return `${states.join(', ')} (in ${folder})`;
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
