import type { Pending } from '../plan/pending.ts';
import type { Clock } from './progress.ts';

/** How far some trials have come. */
export interface Count {
  done: number;
  total: number;
  /** Seconds that are left, at the speed so far. */
  secondsLeft: number;
}

export interface Tally {
  advance(pending: Pending): void;
  /** Of one experiment; without one, of all. */
  count(experiment?: string): Count;
}

interface Work {
  done: number;
  total: number;
  /** That its trials should take, and those of the ones that are done. */
  seconds: number;
  secondsDone: number;
}

/** Counts trials and their time; `expected` are the seconds that all should take, used until one is done. */
export function tally(pending: readonly Pending[], expected: number, clock: Clock): Tally {
  const start = clock();
  const all: Work = { done: 0, total: 0, seconds: 0, secondsDone: 0 };
  const each = new Map<string, Work>();
  for (const one of pending) {
    for (const work of worksOf(one)) {
      work.total++;
      work.seconds += one.seconds;
    }
  }

  function worksOf(one: Pending): Work[] {
    const own = one.experiments.map((experiment) => {
      const work = each.get(experiment) ?? { done: 0, total: 0, seconds: 0, secondsDone: 0 };
      each.set(experiment, work);
      return work;
    });
    return [all, ...own];
  }

  return {
    advance(one) {
      for (const work of worksOf(one)) {
        work.done++;
        work.secondsDone += one.seconds;
      }
    },
    count(experiment) {
      const work = experiment === undefined ? all : each.get(experiment)!;
      const pace = all.secondsDone > 0 ? (clock() - start) / all.secondsDone : expected / all.seconds;
      return { done: work.done, total: work.total, secondsLeft: (work.seconds - work.secondsDone) * pace };
    },
  };
}
