import { InputError } from '@mcover/core';
import { Command, CommanderError } from 'commander';
import { codeOf, messageOf, UsageError } from '../error.ts';
import { version } from '../program.ts';
import { dataCommand } from './data.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { exportWeightsCommand } from './export-weights.ts';
import { gateCommand } from './gate.ts';
import { mergeCommand } from './merge.ts';
import { say } from './output.ts';
import { planCommand } from './plan.ts';
import { reportCommand } from './report.ts';
import { reproCommand, runCommand } from './repro.ts';
import { schemaCommand } from './schema.ts';
import { verifyCommand } from './verify.ts';
import { weightsCommand } from './weights.ts';

const description = `Learning with coupled covers by permutation routing: the paper's experiments, and your own.

Exit codes: 0 good, 1 the answer is no (a regression, a failed trial, an invalid record), 2 the call or the input is wrong.`;

/** Runs one command line; the exit code is left in `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  // Answers go to stdout by themselves; what a module of the caller's prints does not stand among them.
  console.log = console.info = console.debug = console.error;
  const program = new Command('mcover').description(description).version(version);
  const commands = [
    reproCommand(),
    planCommand(),
    runCommand(),
    reportCommand(),
    gateCommand(),
    verifyCommand(),
    mergeCommand(),
    weightsCommand(),
    evaluateCommand(),
    exportWeightsCommand(),
    dataCommand(),
    doctorCommand(),
    schemaCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands, ...commands.flatMap((command) => command.commands)])
    command.exitOverride().showHelpAfterError('(--help shows what is allowed)');
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
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Tells what went wrong, without a stack unless asked for one. */
function exitCodeOf(error: unknown): number {
  // Commander has told its errors already; asking for help or the version is none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (process.env.MCOVER_DEBUG) console.error(error);
  else say(messageOf(error));
  // An error that nobody foresaw is the program's fault: no answer, and no fault of the call.
  return error instanceof UsageError || error instanceof InputError ? 2 : 1;
}
