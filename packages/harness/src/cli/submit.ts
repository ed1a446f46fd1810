import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { jobOf } from '../job.ts';
import { gpuName } from '../lanes/engines.ts';
import { buildDigest } from '../program.ts';
import { isForAll } from '../queue/header.ts';
import { queueLane } from '../queue/lane.ts';
import { addTrialOptions, filesAndSettings, settingsAre, share, type TrialOptions } from './options.ts';
import { say } from './output.ts';
import { addQueueOption, openQueue } from './queue-option.ts';
import { reproduce } from './repro.ts';

export function submitCommand(): Command {
  const command = new Command('submit')
    .description('the same as repro or run, computed by the machines of a queue; Ctrl-C leaves them at it')
    .argument('[files...]', `experiment files; without any, those of the paper; and ${settingsAre}`);
  return addQueueOption(addTrialOptions(command))
    .option('--audit <share>', 'have a share of the trials computed by two machines, and compare', share)
    .action(async (args: string[], { json, audit, queue: _, ...options }: SubmitOptions) => {
      if (options.engine === gpuName)
        throw new UsageError(
          'a queue has no trials for GPUs; "mcover repro --engine gpu" runs on that of this machine',
        );
      const { files, set } = filesAndSettings(args);
      const named = files.length > 0 ? { files } : {};
      const job = await jobOf({ ...options, ...named, set, workers: 1, onNote: say });
      const wanted = [...job.wanted.values()].flat();
      const own = wanted.find(({ spec }) => !isForAll(spec));
      if (own)
        throw new UsageError(
          `${own.experiment} is made of files of your own, which other machines may not have; "mcover run" computes it here`,
        );
      const store = await openQueue(command, say);
      const lane = queueLane({
        store,
        build: buildDigest(),
        wanted: new Set(wanted.map(({ id }) => id)),
        timeLimit: job.timeLimit,
        audit: audit === undefined ? undefined : { share: audit, root: options.seed },
      });
      const elsewhere = { lane, shown: store.shown };
      await reproduce(job, { json, foreseen: false, elsewhere }).finally(() => store.close());
    });
}

interface SubmitOptions extends TrialOptions {
  queue?: string;
  audit?: number;
}
