import { InputError } from '@mcover/core';
import { CommanderError } from 'commander';
import { codeOf, isDiskError, messageOf, UsageError } from '../error.ts';
import { remedyOf } from '../journal/durable.ts';
import { commandLine } from './commands.ts';
import { say } from './output.ts';

/** Runs one command line; the exit code is left in `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  // Answers go to stdout by themselves; what a module of the caller's prints does not stand among them.
  console.log = console.info = console.debug = console.error;
  // A reader that has seen enough (`mcover schema | head`) closes the pipe: no error of this program.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
    process.exit();
  });
  // Nobody reads the progress any more (`mcover repro 2>&1 | head`): the run goes on.
  process.stderr.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  try {
    await commandLine().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Tells what went wrong, without a stack unless asked for one. */
function exitCodeOf(error: unknown): number {
  // Commander has told its errors already; asking for help or the version is none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (process.env.MCOVER_DEBUG) console.error(error);
  else say(isDiskError(error) ? `${error.message}; ${remedyOf(error)}` : messageOf(error));
  // An error that nobody foresaw is the program's fault: no answer, and no fault of the call.
  return error instanceof UsageError || error instanceof InputError || isDiskError(error) ? 2 : 1;
}
