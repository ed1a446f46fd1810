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
  /** A trial that goes on has come so far: a share of it. */
  move(pending: Pending, share: number): void;
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

const share = (of: ReadonlyMap<string, number>, { id }: Pending) => of.get(id) ?? 0;

/** Counts trials and their time; `expected` are the seconds that all should take, used until one is done. */
export function tally(pending: readonly Pending[], expected: number, clock: Clock): Tally {
  const start = clock();
  const all: Work = { done: 0, total: 0, seconds: 0, secondsDone: 0 };
  const each = new Map<string, Work>();
  const moved = new Map<string, number>();
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

  const move = (one: Pending, to: number) => {
    const seconds = (to - share(moved, one)) * one.seconds;
    for (const work of worksOf(one)) work.secondsDone += seconds;
    moved.set(one.id, to);
  };

  return {
    move,
    advance(one) {
      for (const work of worksOf(one)) work.done++;
      move(one, 1);
      moved.delete(one.id);
    },
    count(experiment) {
      const work = experiment === undefined ? all : each.get(experiment)!;
      const pace = all.secondsDone > 0 ? (clock() - start) / all.secondsDone : expected / all.seconds;
      return { done: work.done, total: work.total, secondsLeft: (work.seconds - work.secondsDone) * pace };
    },
  };
}
