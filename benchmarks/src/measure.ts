import { type Interval, median, medianInterval } from '@mcover/report';
import { Bench } from 'tinybench';

/** Something to time. */
export interface Task {
  name: string;
  /** Units of work, such as proposals, that one `run` does. */
  units: number;
  run(): void;
  /** A finite number that depends on all the work done, so that no compiler may leave any of it out. */
  outcome(): number;
}

export interface Plan {
  rounds: number;
  /** Milliseconds for each task in each round, or 'once': the same number of runs for every task. */
  budget: number | 'once';
  /** The clock that times the tasks, in milliseconds; without it, that on the wall. */
  now?: () => number;
}

/** What a task took, in nanoseconds per unit, one value a round. */
export interface Measured {
  name: string;
  samples: number[];
  median: number;
  /** Median absolute deviation of the samples, over their median. */
  deviation: number;
  /** Of the median; undefined with fewer than six rounds. */
  interval: Interval | undefined;
  /** Milliseconds that the shortest timed call took. */
  shortest: number;
  outcome: number;
}

export interface Measurement {
  tasks: Measured[];
  /** How slow the machine was in each round, against its own median. */
  slowness: number[];
}

/** Timed calls that a budget is divided into; their median is the round's value. */
const callsPerBudget = 8;

/**
 * Times tasks against each other: every round runs all of them, one after the other, so that a machine that
 * slows down or speeds up does so for all, and `level` can take its speed out. One round is run before, unseen.
 */
export function measure(tasks: readonly Task[], { rounds, budget, now }: Plan): Measurement {
  const time = budget === 'once' ? 0 : budget;
  const bench = new Bench({ time, iterations: 1, warmup: false, throws: true, ...(now && { now }) });
  const repeats = tasks.map((task) => (budget === 'once' ? 1 : repeatsFor(task, budget / callsPerBudget)));
  tasks.forEach((task, i) => {
    const repeat = repeats[i];
    const call = () => {
      for (let done = 0; done < repeat; done++) task.run();
    };
    bench.add(task.name, call, { async: false });
  });
  const raw: number[][] = tasks.map(() => []);
  const shortest = tasks.map(() => Infinity);
  for (let round = -1; round < rounds; round++) {
    bench.reset();
    bench.runSync().forEach(({ result }, i) => {
      if (!('latency' in result)) throw new Error(`${tasks[i].name} was not timed: it is ${result.state}`);
      if (round < 0) return;
      raw[i].push((result.latency.p50 * 1e6) / (repeats[i] * tasks[i].units));
      shortest[i] = Math.min(shortest[i], result.latency.min);
    });
  }
  return measurementOf(tasks, raw, shortest);
}

/** Of nanoseconds per unit, raw[task][round], and the shortest call of each task. */
export function measurementOf(
  tasks: readonly Pick<Task, 'name' | 'outcome'>[],
  raw: readonly number[][],
  shortest: readonly number[],
): Measurement {
  const { samples, slowness } = level(raw);
  return {
    slowness,
    tasks: tasks.map((task, i) => ({
      name: task.name,
      samples: samples[i],
      ...summary(samples[i]),
      shortest: shortest[i],
      outcome: outcomeOf(task),
    })),
  };
}

/** Milliseconds that are work, however much of them the machine may have taken for something else. */
const surelyWork = 200;

/**
 * Runs in one timed call, so that it takes at least `least` milliseconds; twice, lest a pause of the machine pass for
 * work. Also brings the compiler to work.
 */
function repeatsFor(task: Task, least: number): number {
  const millisecondsOf = (repeat: number): number => {
    const start = performance.now();
    for (let done = 0; done < repeat; done++) task.run();
    return performance.now() - start;
  };
  for (let repeat = 1; ; repeat *= 2) {
    const took = millisecondsOf(repeat);
    if (took >= least && (took >= surelyWork || millisecondsOf(repeat) >= least)) return repeat;
  }
}

/**
 * Takes the machine's speed out of samples[task][round]: in each round, the median over the tasks of how much
 * longer than usual they took is the machine's slowness, and every sample of the round is divided by it.
 */
export function level(raw: readonly number[][]): { samples: number[][]; slowness: number[] } {
  const usual = raw.map(median);
  const slowness = raw[0].map((_, round) => median(raw.map((samples, task) => samples[round] / usual[task])));
  return {
    samples: raw.map((samples) => samples.map((sample, round) => sample / slowness[round])),
    slowness,
  };
}

/** A quotient of what was measured in the same rounds, such as how many times faster b is than a. */
export function ratio(
  a: readonly number[],
  b: readonly number[],
): Pick<Measured, 'median' | 'deviation' | 'interval'> {
  return summary(a.map((value, round) => value / b[round]));
}

/** What a takes beyond b, of what was measured in the same rounds. */
export function difference(a: Measured, b: Measured): Measured {
  const samples = a.samples.map((value, round) => value - b.samples[round]);
  return { ...a, samples, ...summary(samples) };
}

function summary(samples: readonly number[]): Pick<Measured, 'median' | 'deviation' | 'interval'> {
  const center = median(samples);
  const deviation = median(samples.map((sample) => Math.abs(sample - center))) / center;
  return { median: center, deviation, interval: medianInterval(samples) };
}

function outcomeOf(task: Pick<Task, 'name' | 'outcome'>): number {
  const outcome = task.outcome();
  if (!Number.isFinite(outcome))
    throw new Error(`${task.name} computed ${outcome}: what was timed is not its work`);
  return outcome;
}
