import { plural } from '@mcover/record';
import { Argument, Command } from 'commander';
import { inOneLine } from '../error.ts';
import { clockTime } from '../progress/format.ts';
import { clearAll, retryAll, type Survey, survey } from '../queue/survey.ts';
import { brief, firstOf } from '../text.ts';
import { jsonOption } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';
import { addQueueOption, openQueue } from './queue-option.ts';

const actions = ['list', 'retry', 'clear'] as const;

export function queueCommand(): Command {
  const command = new Command('queue')
    .description('what waits in a queue, what runs where, what failed and why, and who works')
    .addArgument(
      new Argument('[action]', 'list; retry: failed jobs run again; clear: all jobs are removed')
        .choices(actions)
        .default('list'),
    );
  return addQueueOption(command)
    .addOption(jsonOption())
    .action(async (action: (typeof actions)[number], { json }: { json?: boolean }) => {
      const store = await openQueue(command, say);
      try {
        if (action === 'retry') await retryAll(store);
        if (action === 'clear') await clearAll(store);
        const found = await survey(store);
        if (json) printJson({ queue: store.shown, queues: found });
        else show(store.shown, found);
      } finally {
        store.close();
      }
    });
}

function show(shown: string, surveys: readonly Survey[]): void {
  if (surveys.length === 0) {
    print(`${shown} has no queue of mcover`);
    return;
  }
  const rows = surveys.map(({ queue, waiting, running, completed, failed, workers }) => [
    queue,
    ...[waiting, running.length, completed, failed.length, workers.length].map(String),
  ]);
  print(textTable(['queue', 'waiting', 'running', 'to collect', 'failed', 'workers'], rows));
  for (const { queue, running, failed, workers } of surveys) {
    if (workers.length > 0)
      print(`\n${queue}: ${plural(workers.length, 'worker')}: ${inOneLine(workers.join(', '))}`);
    const runs = running.map(
      ({ trial, on = 'nobody', seconds }) => `${trial.slice(0, 12)} runs on ${on} for ${clockTime(seconds)}`,
    );
    const faults = failed.map(
      ({ trial, on = 'nobody', reason }) => `${trial.slice(0, 12)} failed on ${on}: ${brief(reason)}`,
    );
    for (const line of [...firstOf(runs, 'running trial'), ...firstOf(faults, 'failed trial')])
      print(inOneLine(line));
  }
}
