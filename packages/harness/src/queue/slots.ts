/** Places for what runs at a time, given in the order in which they were asked for. */
export interface Slots {
  /** Waits for so many places at once, and gives what gives them back. Is refused with what `signal` was aborted with. */
  take(count: number, signal: AbortSignal): Promise<() => void>;
}

/**
 * So many places: whoever asks for all of them is alone.
 *
 * @example
 * const { take } = slots(2);
 * const { signal } = new AbortController();
 * const giveBack = await take(2, signal);
 * let alone = true;
 * const next = take(1, signal).then(() => alone);
 * alone = false;
 * giveBack();
 * await next; // false
 */
export function slots(count: number): Slots {
  let free = count;
  const waiting: { wants: number; begin: () => void }[] = [];
  const serve = () => {
    while (waiting.length > 0 && waiting[0].wants <= free) {
      const { wants, begin } = waiting.shift()!;
      free -= wants;
      begin();
    }
  };
  return {
    take: (wants, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const one = {
          wants,
          begin() {
            signal.removeEventListener('abort', leave);
            resolve(() => {
              free += wants;
              serve();
            });
          },
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(one), 1);
          reject(signal.reason);
          serve();
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(one);
        serve();
      }),
  };
}
