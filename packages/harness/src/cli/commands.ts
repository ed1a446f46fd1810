import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { version } from '../program.ts';
import { compareCommand } from './compare.ts';
import { completionCommand } from './completion.ts';
import { countCommand } from './count.ts';
import { dataCommand } from './data.ts';
import { decideCommand } from './decide.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { examples } from './examples.ts';
import { exploreCommand } from './explore.ts';
import { exportCommand } from './export.ts';
import { exportWeightsCommand } from './export-weights.ts';
import { gateCommand } from './gate.ts';
import { landscapeCommand } from './landscape.ts';
import { mergeCommand } from './merge.ts';
import { planCommand } from './plan.ts';
import { queueCommand } from './queue.ts';
import { reportCommand } from './report.ts';
import { reproCommand, runCommand } from './repro.ts';
import { schemaCommand } from './schema.ts';
import { showCommand } from './show.ts';
import { slurmCommand } from './slurm.ts';
import { submitCommand } from './submit.ts';
import { tuneCommand } from './tune.ts';
import { verifyCommand } from './verify.ts';
import { weightsCommand } from './weights.ts';
import { workCommand } from './work.ts';

const description = `Learning with coupled covers by permutation routing: the paper's experiments, and your own.

Exit codes: 0 good, 1 the answer is no (a regression, a failed trial, an invalid record), 2 the call or the input is wrong.`;

/** The whole command line: parsing, help and shell completion all come from this one table of commands and options. */
export function commandLine(): Command {
  const program = new Command('mcover').description(description).version(version);
  const commands = [
    reproCommand(),
    planCommand(),
    runCommand(),
    decideCommand(),
    tuneCommand(),
    reportCommand(),
    showCommand(),
    compareCommand(),
    exploreCommand(),
    exportCommand(),
    gateCommand(),
    verifyCommand(),
    mergeCommand(),
    submitCommand(),
    workCommand(),
    queueCommand(),
    slurmCommand(),
    weightsCommand(),
    evaluateCommand(),
    exportWeightsCommand(),
    landscapeCommand(),
    countCommand(),
    dataCommand(),
    doctorCommand(),
    schemaCommand(),
    completionCommand(commandLine),
  ];
  for (const command of commands) {
    const lines = examples[command.name()]?.map(([line, what]) => `  ${line}\n      ${what}`) ?? [];
    program.addCommand(command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`));
  }
  for (const command of [program, ...commands, ...commands.flatMap((command) => command.commands)])
    command.exitOverride().showHelpAfterError('(--help shows what is allowed)');
  program.hook('preAction', (_, command) => refuseEmpty(command));
  return program;
}

/** An empty text, such as an unset variable of a shell, would be read as the folder of the call. @throws UsageError */
function refuseEmpty(command: Command): void {
  const empty = command.options.find((option) => command.getOptionValue(option.attributeName()) === '');
  if (empty) throw new UsageError(`${empty.long}: an empty text is no value`);
  if (command.args.includes('')) throw new UsageError('an empty text is no argument; name a file or folder');
}
