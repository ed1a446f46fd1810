import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import os from 'node:os';
import type { Provenance } from '@mcover/record';
import { repository } from '../repository.ts';

/** Everything of a record's provenance that is the same for all trials of one run. */
export type Environment = Pick<Provenance, 'runtime' | 'commit' | 'platform'>;

export function environment(): Environment {
  return { runtime: runtime(), commit: commit(), platform: platform() };
}

/** Runtime and version; Bun and Deno pass for Node, so they are asked first. */
export function runtime(): string {
  const { bun, deno, node } = process.versions;
  if (bun) return `bun ${bun}`;
  if (deno) return `deno ${deno}`;
  return `node ${node}`;
}

function platform(): string {
  const processor = os.cpus()[0]?.model.trim() || 'unknown processor';
  return `${process.platform} ${process.arch}, ${processor}`;
}

/** Commit of the program, with `+` when its files were changed since; MCOVER_COMMIT goes first. */
export function commit(): string {
  const given = process.env.MCOVER_COMMIT;
  if (given) return given;
  try {
    // Installed inside another project, git would answer with that project's commit.
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(repository)) return 'unknown';
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+' : '');
  } catch {
    return 'unknown';
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
