import { InputError } from '@mcover/core';
import { builtIn } from '@mcover/models';
import type { Result, TrialSpec } from '@mcover/record';
import type { Covariate } from '@mcover/report';

/** What a trial costs on any machine, so that methods can be compared by it. */
export const visits: Covariate = {
  key: 'visits',
  symbol: 'pattern visits',
  label: 'pattern visits of a trial',
  about:
    'how often a weight meets a pattern in a trial: temperatures × sweeps × N × M × S × P of annealing (S = 1 without ' +
    'routing), two passes an iteration of message passing, one an epoch of SBPI and STE in each cover and, of STE, ' +
    'channel, and one an epoch of gradient descent in each copy and, of committees, channel; by the mean of the ' +
    'iterations or epochs that trials took',
  parameter: 'method',
  cost: true,
  write: (value) => value.toExponential(2),
  of(spec: TrialSpec, results: readonly Result[]) {
    const taken = results.flatMap(({ iterations, epochs }) =>
      [iterations, epochs].filter((n) => typeof n === 'number'),
    );
    const mean = taken.length > 0 ? taken.reduce((sum, n) => sum + n) / taken.length : undefined;
    return known(spec, mean);
  },
};

/** Nothing of a model of one's own, which the report does not know. */
function known(spec: TrialSpec, iterations: number | undefined): number | undefined {
  try {
    return builtIn.visits(spec, iterations);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
