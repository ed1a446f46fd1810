import { teacherStudent } from '../data/teacher-student.ts';
import type { AnnealingProblem, Engine } from '../engine.ts';
import { InputError } from '../error.ts';
import { type Schedule, temperatureCount, temperatures } from '../learning/schedule.ts';
import { largestBound, spin } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type Bank, identityBank, sampleBank } from '../routing/bank.ts';
import { type Kernel, kernelKey } from '../routing/kernel.ts';
import { permutationSampler } from '../routing/sampler.ts';
import { collapse, type PerceptronResult, readout } from './collapse.ts';
import type { Cost } from './cost.ts';
import { gauge } from './margin.ts';
import { mostWeights } from './routed-margins.ts';

/** Parameters of a trial (Appendix A.1). Those that are optional say how copies are coupled: by attraction (M, γ:
 * replicated annealing), by routing (M, S, kernel: M-cover), or, without any, not at all (one copy: vanilla). */
export interface PerceptronParams {
  /** Weights N, load α: P = round(αN) patterns. */
  N: number;
  alpha: number;
  cost: Cost;
  schedule: Schedule;
  /** Sweeps per temperature. */
  sweeps: number;
  /** Covers (rsa, mcover). */
  M?: number;
  /** Attraction of replicas (rsa). */
  gamma?: number;
  /** Sampled destinations and their kernel (mcover). */
  S?: number;
  kernel?: Kernel;
}

/** Most bytes of patterns, N·P: a trial holds some copies of them at a time. */
const mostPatternBytes = 2 ** 31;

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkPerceptron(params: PerceptronParams): void {
  const { N, alpha, M = 1, S = 1, kernel } = params;
  if (N > mostWeights)
    throw new InputError('N', `${N} is over ${mostWeights}, the most that 16-bit margins hold`);
  if (N * M > largestBound)
    throw new InputError('M', `N·M = ${N * M} weight copies are over ${largestBound}`);
  const P = Math.round(alpha * N);
  if (P < 1) throw new InputError('alpha', `${alpha} with N = ${N} leaves no pattern`);
  if (N * P > mostPatternBytes) {
    const bytes = `N·P = ${N * P} bytes, over ${mostPatternBytes}`;
    throw new InputError(
      'alpha',
      `the P = ${P} patterns take ${bytes}; take a lower load or fewer weights N`,
    );
  }
  if (S > N) throw new InputError('S', `${S} distinct destinations do not exist among N = ${N} weights`);
  temperatureCount(params.schedule);
  if (kernel) permutationSampler(kernel, M);
}

/**
 * The problem that a method anneals. Each random stream is keyed by what its content depends on and never by
 * the method, so all methods meet the same patterns, and M-cover at M = 1 is vanilla annealing.
 */
export function perceptronProblem(
  data: { G: Int8Array; P: number },
  params: PerceptronParams,
  seed: Seed,
): AnnealingProblem {
  const { N, cost, M = 1, gamma = 0 } = params;
  const weights = new Int8Array(M * N);
  for (let a = 0; a < M; a++) {
    const random = stream(seed, 'weights', { N, cover: a });
    for (let q = 0; q < N; q++) weights[a * N + q] = spin(random);
  }
  const random = stream(seed, 'annealing', { N, M });
  return { N, P: data.P, G: data.G, cost, bank: bankOf(params, seed), gamma, weights, random };
}

function bankOf({ N, M = 1, S, kernel }: PerceptronParams, seed: Seed): Bank {
  if (S === undefined || kernel === undefined) return identityBank(N, M);
  return sampleBank({ N, M, S, kernel }, stream(seed, 'routing', { N, M, S, kernel: kernelKey(kernel) }));
}

/**
 * One trial: teacher–student data, annealing from the first temperature to the last, collapse, readout.
 * The same parameters and seed give the same result on every engine and machine.
 */
export function runPerceptron(params: PerceptronParams, seed: Seed, engine: Engine): PerceptronResult {
  checkPerceptron(params);
  const data = teacherStudent(params.N, Math.round(params.alpha * params.N), seed);
  const problem = perceptronProblem({ G: gauge(data.x, data.y), P: data.P }, params, seed);
  const annealer = engine.annealer(problem);
  for (const temperature of temperatures(params.schedule)) {
    for (let i = 0; i < params.sweeps; i++) annealer.sweep(temperature);
  }
  return readout(collapse(annealer.weights(), params.N), data);
}
