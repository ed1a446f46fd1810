import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { countText } from './format.ts';
import type { Progress } from './progress.ts';
import type { Tally } from './tally.ts';

/** One line for each experiment, redrawn in place, on stderr. */
export function terminalProgress(tally: Tally, experiments: readonly string[]): Progress {
  let stopped = false;
  const updates: (() => void)[] = [];
  const update = () => {
    for (const each of updates) each();
  };
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const list = new Listr(
    experiments.map((experiment) => ({
      title: experiment,
      task: (_context, task) =>
        new Promise<void>((resolve) => {
          const show = () => {
            const count = tally.count(experiment);
            task.title = `${experiment}: ${countText(count)}`;
            const missing = count.done < count.total;
            if (missing && stopped)
              task.skip(`${experiment}: stopped at ${count.done}/${count.total} trials`);
            if (!missing || stopped) resolve();
          };
          updates.push(show);
          // The run may have ended before the list came to draw this line.
          show();
        }),
    })),
    {
      concurrent: true,
      registerSignalListeners: false,
      rendererOptions: { logger: new ListrLogger({ useIcons: false, processOutput }) },
    },
  );
  const finished = list.run();
  const timer = setInterval(update, 500);
  return {
    move: (pending, share) => tally.move(pending, share),
    advance: (pending) => tally.advance(pending),
    async close() {
      clearInterval(timer);
      stopped = true;
      update();
      await finished;
    },
  };
}
