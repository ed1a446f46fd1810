import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { repository } from './options.ts';

/** What the numbers belong to. */
export interface Machine {
  processor: string;
  threads: number;
  system: string;
  runtime: string;
  /** Of this program, with `+` when files were changed since; MCOVER_COMMIT goes first. */
  commit: string;
  /** Milliseconds of the clock's step. */
  clock: number;
}

export function machineHere(clock: number): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown processor',
    threads: availableParallelism(),
    system: `${platform()} ${release()} ${arch()}`,
    runtime: runtime(),
    commit: process.env.MCOVER_COMMIT || commit(),
    clock,
  };
}

function runtime(): string {
  const { bun, deno, node, v8 } = process.versions;
  if (bun !== undefined) return `bun ${bun}`;
  if (deno !== undefined) return `deno ${deno}`;
  return `node ${node} (V8 ${v8})`;
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+' : '');
  } catch {
    return 'unknown';
  }
}
