import { countText } from './format.ts';
import type { Clock, Progress } from './progress.ts';
import type { Tally } from './tally.ts';

/** Seconds between lines: at least so many, and at most so many while trials end. */
const shortest = 5;
const longest = 60;

/** Plain lines, for a log: the first, the last, and between them one for each tenth of the trials or a minute. */
export function lineProgress(tally: Tally, clock: Clock, write: (line: string) => void): Progress {
  let last = { time: clock(), done: 0 };
  const show = () => {
    const count = tally.count();
    write(countText(count));
    last = { time: clock(), done: count.done };
  };
  const showIfDue = () => {
    const { done, total } = tally.count();
    const elapsed = clock() - last.time;
    const tenth = done - last.done >= total / 10;
    if (elapsed >= longest || (elapsed >= shortest && tenth)) show();
  };
  show();
  return {
    move(pending, share) {
      tally.move(pending, share);
      showIfDue();
    },
    advance(pending) {
      tally.advance(pending);
      showIfDue();
    },
    async close() {
      if (tally.count().done > last.done) show();
    },
  };
}
