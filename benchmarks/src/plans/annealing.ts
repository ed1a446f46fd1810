import type { AnnealingProblem, Engine } from '@mcover/core';
import type { Annealers } from '@mcover/gpu';
import { annealers } from '../devices.ts';
import type { AsyncTask } from '../measure-async.ts';
import { problemOf } from '../problem.ts';
import type { Setting } from '../study.ts';
import { add, closing, type Plan, processor } from './plan.ts';

/** Batches of annealings by all that takes them, and one by the plain engine. */
export async function planAnnealing({ engines, short }: Setting): Promise<Plan> {
  const sizes = short ? { N: 101, P: 160, M: 3, S: 3 } : { N: 1000, P: 1580, M: 3, S: 3 };
  const problem = problemOf(sizes);
  const temperatures = new Float64Array(short ? 4 : 40).fill(0.1);
  const task = (on: Pick<Annealers, 'anneal'>, trials: number): AsyncTask => {
    const batch = Array.from({ length: trials }, () => problem);
    let energy = 0;
    return {
      name: `annealing of ${trials}`,
      units: trials,
      outcome: () => energy,
      async run() {
        [{ energy }] = await on.anneal(batch, temperatures);
      },
    };
  };
  const at = { ...sizes, sweeps: temperatures.length };
  const place = (subject: string) => ({ series: 'annealing', subject, at, unit: 'trial' });
  const found = await annealers(processor);
  const plan: Plan = { timed: [], missing: [], close: closing(found) };
  const [reference] = engines;
  const alone = task({ anneal: async ([one]) => [annealBy(reference, one, temperatures)] }, 1);
  plan.timed.push({ task: alone, place: place(`${reference.name}, one thread, ${processor}`) });
  add(plan, found, place, (device) => task(device, short ? 4 : 64));
  return plan;
}

function annealBy(engine: Engine, problem: AnnealingProblem, temperatures: Float64Array) {
  const annealer = engine.annealer(problem);
  for (const temperature of temperatures) annealer.sweep(temperature);
  return { weights: annealer.weights(), energy: annealer.energy() };
}
