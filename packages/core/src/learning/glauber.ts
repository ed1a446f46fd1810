import type { Annealer, AnnealingProblem, Engine } from '../engine.ts';
import { AcceptanceTable } from '../numeric/acceptance.ts';
import { costUnit } from '../perceptron/cost.ts';
import { RoutedMargins } from '../perceptron/routed-margins.ts';
import { shuffle } from '../random/draw.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';

/**
 * Glauber annealing in plain TypeScript, the reference for every other engine. A proposal at site b·N + q is
 * accepted with probability 1/(1 + exp(ΔE/T + 2γc/M)), where c = w_q^{(b)} Σ_{a≠b} w_q^{(a)} counts the
 * replicas that agree (replicated annealing; γ = 0 otherwise). It always takes one random word.
 */
function annealer(problem: AnnealingProblem): Annealer {
  const { N, bank, gamma, cost } = problem;
  const random = new Xoshiro128(problem.random.state);
  const state = new RoutedMargins(problem);
  const unit = costUnit(cost, N);
  const table = new AcceptanceTable({ unit, S: bank.S, M: bank.M, gamma });
  const order = Uint32Array.from(state.weights, (_, site) => site);

  return {
    sweep(temperature) {
      table.setTemperature(temperature);
      shuffle(random, order);
      for (const site of order) {
        const word = random.next();
        const c = gamma === 0 ? 0 : agreement(state.weights, site, N);
        if (word < table.threshold(state.delta(site), c)) state.flip(site);
      }
    },
    weights: () => Int8Array.from(state.weights),
    energy: () => (state.energy() / bank.S) * unit,
  };
}

/** c = w_q^{(b)} Σ_{a≠b} w_q^{(a)}: how many more replicas agree with the weight at `site` than differ. */
function agreement(weights: Int8Array, site: number, N: number): number {
  let sum = 0;
  for (let other = site % N; other < weights.length; other += N) sum += weights[other];
  return weights[site] * (sum - weights[site]);
}

/** Plain TypeScript: slow, readable, always there. */
export const referenceEngine: Engine = { name: 'reference', annealer };
