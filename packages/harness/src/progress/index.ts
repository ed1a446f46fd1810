import type { Pending } from '../plan/pending.ts';
import { lineProgress } from './lines.ts';
import { type Progress, wallClock } from './progress.ts';
import { tally } from './tally.ts';
import { terminalProgress } from './terminal.ts';

/** The progress that fits: redrawn lines for a person at a terminal, plain ones for a log and under turbo. */
export function showProgress(pending: readonly Pending[], expected: number): Progress {
  const counts = tally(pending, expected, wallClock);
  const person = process.stdout.isTTY && process.stderr.isTTY && !process.env.CI && !process.env.TURBO_HASH;
  if (!person) return lineProgress(counts, wallClock, (line) => process.stderr.write(`${line}\n`));
  return terminalProgress(counts, [...new Set(pending.flatMap((one) => one.experiments))]);
}
