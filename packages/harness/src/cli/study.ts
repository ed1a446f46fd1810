import { Command } from 'commander';
import type { Ended } from '../batches.ts';
import { type Job, jobOf } from '../job.ts';
import type { Study } from '../request.ts';
import type { RunOptions } from '../run.ts';
import { jobElsewhere } from './elsewhere.ts';
import { makeReport, type Report } from './make-report.ts';
import { type RunOptions as Asked, addRunOptions, experimentsAndSettings, settingsAre } from './options.ts';
import { say } from './output.ts';
import { queueInstead } from './queue-option.ts';
import { untilStopped } from './shown.ts';

/** What a study does, and how it is told. */
export interface StudySetup<T extends Ended> {
  about: string;
  /** Options of a plain run, by their attributes, that it refuses. */
  refuses: readonly string[];
  run(job: Job, options: RunOptions): Promise<T>;
  tell(done: T, job: Job, report: Report | undefined, json: boolean | undefined): Promise<void>;
}

/** A command whose trials are chosen as it goes on, and computed here or by the machines of a queue. */
export function studyCommand<T extends Ended>(
  study: Study,
  { about, refuses, run, tell }: StudySetup<T>,
): Command {
  const command = new Command(study)
    .description(about)
    .argument('<files...>', `experiment files, or ids of those of the paper, and ${settingsAre}`);
  addRunOptions(command).addOption(queueInstead());
  // They are still read, so that a refusal says what to do instead.
  for (const option of command.options) if (refuses.includes(option.attributeName())) option.hideHelp();
  return command.action(
    async (args: string[], { json, queue, ...options }: Asked & { queue?: string | true }) => {
      const asked = { ...options, ...experimentsAndSettings(args), study, onNote: say };
      const { job, elsewhere } =
        queue === undefined
          ? { job: await jobOf(asked), elsewhere: undefined }
          : await jobElsewhere(command, asked);
      const done = await untilStopped(
        job,
        (signal) => run(job, { signal, lane: elsewhere?.lane }),
        elsewhere?.shown,
      ).finally(() => elsewhere?.close());
      if (!done) return;
      const told = (report: Report | undefined) => tell(done, job, report, json);
      // What was found is there, whether a report of it can be written or not.
      const report = await makeReport(job.folder, job.report, job.profile, told);
      if (!report) process.exitCode = 1;
      await told(report);
    },
  );
}
