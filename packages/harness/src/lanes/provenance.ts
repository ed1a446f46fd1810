import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import os from 'node:os';
import type { Provenance } from '@mcover/record';
import { buildDigest, checkout, version } from '../program.ts';

/** Everything of a record's provenance that is the same for all trials of one run. */
export type Environment = Pick<Provenance, 'runtime' | 'version' | 'build' | 'commit' | 'platform'>;

export function environment(): Environment {
  return { runtime: runtime(), version, build: buildDigest(), commit: commit(), platform: platform() };
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

/**
 * Commit of the checkout that the program runs from, with `+` where a file that git tracks was changed since:
 * experiments and notes of one's own beside them change no result. MCOVER_COMMIT goes first.
 */
export function commit(folder = checkout): string {
  const given = process.env.MCOVER_COMMIT;
  if (given) return given;
  if (folder === undefined) return 'unknown';
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    // Unpacked inside another project, git would answer with that project's commit.
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(folder)) return 'unknown';
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown';
  }
}
