import type { Task } from '../plan/plan.ts';
import type { Clock } from './progress.ts';

/** How far some trials have come. */
export interface Count {
  done: number;
  total: number;
  /** Seconds that are left, at the speed so far. */
  secondsLeft: number;
}

export interface Tally {
  advance(task: Task): void;
  /** Of one experiment; without one, of all. */
  count(experiment?: string): Count;
}

interface Work {
  done: number;
  total: number;
  cost: number;
  costDone: number;
}

/** Counts trials and their cost; `expected` are the seconds that all should take, used until one is done. */
export function tally(tasks: readonly Task[], expected: number, clock: Clock): Tally {
  const start = clock();
  const all: Work = { done: 0, total: 0, cost: 0, costDone: 0 };
  const each = new Map<string, Work>();
  for (const task of tasks) {
    for (const work of worksOf(task)) {
      work.total++;
      work.cost += task.cost;
    }
  }

  function worksOf(task: Task): Work[] {
    const own = task.experiments.map((experiment) => {
      const work = each.get(experiment) ?? { done: 0, total: 0, cost: 0, costDone: 0 };
      each.set(experiment, work);
      return work;
    });
    return [all, ...own];
  }

  return {
    advance(task) {
      for (const work of worksOf(task)) {
        work.done++;
        work.costDone += task.cost;
      }
    },
    count(experiment) {
      const work = experiment === undefined ? all : each.get(experiment)!;
      const perCost = all.costDone > 0 ? (clock() - start) / all.costDone : expected / all.cost;
      return { done: work.done, total: work.total, secondsLeft: (work.cost - work.costDone) * perCost };
    },
  };
}
