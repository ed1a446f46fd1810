import os from 'node:os';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { machineTag } from '../journal/holder.ts';
import { serve } from '../queue/serve.ts';
import { wholeFrom, workersOption } from './options.ts';
import { print, say } from './output.ts';
import { addQueueOption, openQueue, workerName } from './queue-option.ts';
import { onInterruption } from './signals.ts';

interface WorkOptions {
  workers: number;
  name: string;
  lease: number;
  once?: boolean;
}

/** Seconds within which a worker that was lost is missed. */
const lease = 30;

export function workCommand(): Command {
  const command = new Command('work').description(
    'computes trials of a queue, until it is told to end (SIGTERM, Ctrl-C)',
  );
  return addQueueOption(command)
    .addOption(workersOption())
    .option('--once', 'end when nothing is left')
    .option('--name <name>', 'what this machine is called in the queue', workerName, ownName())
    .option(
      '--lease <seconds>',
      'after so long without a sign of life its trials go to others',
      wholeFrom(1),
      lease,
    )
    .action(async ({ once = false, workers, name, lease }: WorkOptions) => {
      const interruption = onInterruption();
      const store = await openQueue(command, say);
      say(`${name}: working for ${store.shown} on ${plural(workers, 'thread')}`);
      const { trials, refused } = await serve({
        workers,
        name,
        lease,
        store,
        once,
        signal: interruption.signal,
        note: say,
      }).finally(() => {
        store.close();
        interruption.release();
      });
      print(plural(trials, 'trial'));
      if (trials === 0 && refused > 0) process.exitCode = 1;
    });
}

const ownName = () =>
  `${os
    .hostname()
    .replace(/[^\w.-]/g, '-')
    .slice(0, 60)}-${machineTag()}`;
