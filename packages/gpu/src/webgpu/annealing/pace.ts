/** Milliseconds that one submission should take: long against its overhead, short against a driver's watchdog. */
const aim = 100;

/**
 * How many sweeps go into one submission: from 1 up, doubled while they take less than half of what is aimed at, halved
 * when they take twice as long. It decides how long a device is busy at a time, and no result.
 */
export function pace() {
  let sweeps = 1;
  let began = 0;
  return {
    begin(): number {
      began = performance.now();
      return sweeps;
    },
    /** After that many were done: fewer than were allowed tell nothing. */
    end(done: number): void {
      const taken = performance.now() - began;
      if (taken > 2 * aim) sweeps = Math.max(1, sweeps >> 1);
      else if (done === sweeps && taken < aim / 2) sweeps *= 2;
    },
  };
}
