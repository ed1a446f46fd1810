import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '@mcover/harness';
import { builtIn } from '@mcover/models';
import {
  type Journal,
  parseDescription,
  parseJournal,
  schemasBeside,
  type TrialRecord,
} from '@mcover/record';
import { afterAll } from 'vitest';

export const program = fileURLToPath(new URL('../../packages/mcover/bin/mcover.js', import.meta.url));

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A new folder that lasts as long as the test file. */
export function temporary(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-'));
  folders.push(folder);
  return folder;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts a command line and leaves it running; `more` comes over the environment. No test waits for the web. */
export function start(
  args: readonly string[],
  cwd?: string,
  more?: NodeJS.ProcessEnv,
): { child: ChildProcess; ended: Promise<Ended> } {
  const { MCOVER_PROFILE: _, ...inherited } = process.env;
  const env = { ...inherited, MCOVER_OFFLINE: '1', ...more };
  return follow(spawn(process.execPath, [program, ...args], { cwd, env }));
}

/** The end of a process, with all that it wrote. */
export function follow(child: ChildProcess): { child: ChildProcess; ended: Promise<Ended> } {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })));
  return { child, ended };
}

/** Runs a command line to its end, in a process of its own. */
export function alone(args: readonly string[], cwd?: string, more?: NodeJS.ProcessEnv): Promise<Ended> {
  return start(args, cwd, more).ended;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line to its end in this process, one after the other, which saves the half second that the program takes
 * to start. Modules that were looked for stay found or lost: what changes them needs `alone`, as do signals and limits of
 * memory.
 */
export function mcover(args: readonly string[], cwd?: string, more?: NodeJS.ProcessEnv): Promise<Ended> {
  const ended = last.then(() => here(args, cwd, more));
  last = ended.catch(() => {});
  return ended;
}

async function here(args: readonly string[], cwd?: string, more?: NodeJS.ProcessEnv): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  const before = { cwd: process.cwd(), env: { ...process.env }, console: { ...console } };
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    const listeners = process[name].listeners('error');
    process[name].write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      text[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      for (const then of rest) if (typeof then === 'function') then();
      return true;
    }) as typeof write;
    return () => {
      process[name].write = write;
      for (const listener of process[name].listeners('error'))
        if (!listeners.includes(listener)) process[name].removeListener('error', listener as () => void);
    };
  });
  delete process.env.MCOVER_PROFILE;
  Object.assign(process.env, { MCOVER_OFFLINE: '1' }, more);
  if (cwd !== undefined) process.chdir(cwd);
  try {
    await main(args);
    return { code: Number(process.exitCode ?? 0), ...text };
  } finally {
    process.exitCode = undefined;
    process.chdir(before.cwd);
    for (const key of Object.keys(process.env)) if (!(key in before.env)) delete process.env[key];
    Object.assign(process.env, before.env);
    Object.assign(console, before.console);
    for (const restore of streams) restore();
  }
}

/** A small experiment, line by line, so that a test can point at one of them. */
export const mine = `{
  "id": "mine",
  "model": "perceptron",
  "data": { "name": "teacher-student" },
  "params": {
    "N": 11, "alpha": 1.5,
    "M": 2,
    "S": 2,
    "kernel": { "kind": "directed-ring", "mu": 2, "sigma": 3 },
    "schedule": { "step": 0.1, "to": 0.1 }
  },
  "methods": [{ "method": "vanilla" }, { "method": "mcover" }],
  "trials": 2,
  "profiles": { "smoke": {} }
}
`;

/** A result that any trial of a perceptron could have, and none of these has: the teacher turned round. */
export const turned = { generalizationError: 1, overlap: -1, trainError: 1, solved: false };

/** Writes an experiment file into a folder and gives its path. */
export function write(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

export function journal(out: string, experiment: string): string {
  return path.join(out, 'results', 'smoke', `${experiment}.ndjson`);
}

/** A journal as any program may read it: by the models that there are, and what is described beside it. */
export function parsed(file: string): Journal {
  const name = path.basename(file, '.ndjson');
  const beside = path.join(path.dirname(file), `${name}.json`);
  const text = fs.existsSync(beside) ? fs.readFileSync(beside, 'utf8') : '';
  const { description } = parseDescription(text, name);
  return parseJournal(fs.readFileSync(file, 'utf8'), schemasBeside(builtIn, description), name);
}

/** The records of a journal, all of whose lines must be good, without what may differ between two runs. */
export function essence(file: string): Pick<TrialRecord, 'id' | 'spec'>[] {
  const { records, rejected } = parsed(file);
  if (rejected.length > 0) throw new Error(`${file}: ${rejected[0].reason}`);
  return records.map(({ id, spec, result }) => ({ id, spec, result })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
