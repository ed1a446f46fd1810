import { Command } from 'commander';
import { jobElsewhere } from './elsewhere.ts';
import { addTrialOptions, filesAndSettings, settingsAre, share, type TrialOptions } from './options.ts';
import { say } from './output.ts';
import { addQueueOption } from './queue-option.ts';
import { reproduce } from './repro.ts';

export function submitCommand(): Command {
  const command = new Command('submit')
    .description('the same as repro or run, computed by the machines of a queue; Ctrl-C leaves them at it')
    .argument('[files...]', `experiment files; without any, those of the paper; and ${settingsAre}`);
  return addQueueOption(addTrialOptions(command))
    .option('--audit <share>', 'have a share of the trials computed by two machines, and compare', share)
    .action(async (args: string[], { json, audit, queue: _, ...options }: SubmitOptions) => {
      const { files, set } = filesAndSettings(args);
      const named = files.length > 0 ? { files } : {};
      const asked = { ...options, ...named, set, onNote: say };
      const { job, elsewhere } = await jobElsewhere(command, asked, audit);
      await reproduce(job, { json, foreseen: false, elsewhere }).finally(() => elsewhere.close());
    });
}

interface SubmitOptions extends TrialOptions {
  queue?: string;
  audit?: number;
}
