import {
  checkPerceptron,
  collapse,
  gauge,
  type PerceptronParams,
  type PerceptronResult,
  perceptronProblem,
  readout,
  type Seed,
  teacherStudent,
  temperatures,
} from '@mcover/core';
import type { Annealing } from './choice/annealing.ts';
import type { DeviceInfo } from './operations/call.ts';

/**
 * Trials of a perceptron that are alike but for their seeds, annealed together: the results of core's `runPerceptron`
 * for each, bit for bit, and what annealed them.
 *
 * @throws InputError as `checkPerceptron`.
 */
export async function perceptronTrials(
  annealing: Pick<Annealing, 'anneal'>,
  params: PerceptronParams,
  seeds: readonly Seed[],
): Promise<{ results: PerceptronResult[]; by: DeviceInfo }> {
  checkPerceptron(params);
  const { N, alpha, schedule, sweeps } = params;
  const data = seeds.map((seed) => teacherStudent(N, Math.round(alpha * N), seed));
  const problems = data.map(({ x, y, P }, trial) =>
    perceptronProblem({ G: gauge(x, y), P }, params, seeds[trial]),
  );
  const steps = temperatures(schedule);
  const every = Float64Array.from({ length: steps.length * sweeps }, (_, i) => steps[Math.floor(i / sweeps)]);
  const { annealed, by } = await annealing.anneal(problems, every);
  return { results: annealed.map(({ weights }, trial) => readout(collapse(weights, N), data[trial])), by };
}
