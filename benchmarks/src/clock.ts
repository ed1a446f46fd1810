/** Steps of the clock that are looked at. */
const steps = 200;

/** Milliseconds of the clock's smallest step: the least difference between two readings that differ. */
export function clockResolution(now: () => number = () => performance.now()): number {
  let least = Infinity;
  for (let step = 0; step < steps; step++) {
    const start = now();
    let end = start;
    while (end === start) end = now();
    least = Math.min(least, end - start);
  }
  return least;
}

/** Milliseconds of the processor that this process has taken. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
