import { fileURLToPath } from 'node:url';
import {
  type Annealer,
  type AnnealingProblem,
  collapse,
  gauge,
  identityBank,
  type Kernel,
  type PerceptronReadout,
  readout,
  type Schedule,
  type Seed,
  stream,
  type TeacherStudent,
  teacherStudent,
  temperatures,
} from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { builtIn, couplingOfAnnealing } from '@mcover/models';
import { canonical, sealRecord, type TrialRecord } from '@mcover/record';
import { decide, effectsOf, gateOf, judge, readResults } from '@mcover/report';
import { wasmEngine } from '@mcover/wasm';

/**
 * Builds of the program that compute something else than they should, each by one change to a trial, and what the
 * gates of the profiles quick and smoke say of them.
 */

const referenceOf = (profile: string) =>
  readResults(fileURLToPath(new URL(`../results/reference/${profile}`, import.meta.url)));

/** What a specification asks of a perceptron. */
interface PerceptronParams {
  N: number;
  alpha: number;
  cost: 'linear' | 'count';
  schedule: Schedule;
  sweeps: number;
  M?: number;
  gamma?: number;
  S?: number;
  kernel?: Kernel;
}

/** One change to a trial. What is not changed is as in `runPerceptron`. */
export interface Defect {
  /** The patterns that are learned. The readout sees the right ones. */
  data?(data: TeacherStudent): TeacherStudent;
  problem?(problem: AnnealingProblem): AnnealingProblem;
  anneal?(problem: AnnealingProblem, params: PerceptronParams, seed: Seed): Int8Array;
}

export function run(params: PerceptronParams, seed: Seed, defect: Defect): PerceptronReadout {
  const { data = same, problem = same, anneal = annealed } = defect;
  const right = teacherStudent(params.N, Math.round(params.alpha * params.N), seed);
  const { x, y, N, P } = data(right);
  const { cost } = params;
  const coupling = couplingOfAnnealing(params);
  const made = perceptronProblem({ N, P, G: gauge(x, y) }, { cost, coupling }, seed);
  const weights = anneal(problem(made), params, seed);
  return readout(collapse(weights, coupling.M), right);
}

const same = <T>(value: T): T => value;

/** As the program does it, but for a factor on the temperatures. */
export function annealed(problem: AnnealingProblem, params: PerceptronParams, _seed: Seed, factor = 1) {
  const annealer: Annealer = wasmEngine.annealer(problem);
  for (const T of temperatures(params.schedule)) annealer.sweep(factor * T);
  return annealer.weights();
}

/** Routing ignored: every cover reads only itself. */
export const unrouted: Defect = {
  problem: (problem) => ({ ...problem, bank: identityBank(problem.N, problem.bank.M) }),
};

/** The energy is the sum over destinations, not their mean: S times as large, as if T were S times lower. */
export const summed: Defect = {
  anneal: (problem, params, seed) => annealed(problem, params, seed, 1 / problem.bank.S),
};

/** The attraction of replicas divided by the temperature, (γ/M)·β, which is followed in ten steps. */
export const heatedAttraction: Defect = {
  anneal(problem, params, seed) {
    const steps = temperatures(params.schedule);
    const span = Math.ceil(steps.length / 10);
    let weights = problem.weights;
    for (let from = 0; from < steps.length; from += span) {
      const gamma = problem.gamma / steps[from];
      const random = stream(seed, 'annealing', { N: problem.N, M: problem.bank.M, from });
      const annealer = wasmEngine.annealer({ ...problem, weights, gamma, random });
      for (const T of steps.slice(from, from + span)) annealer.sweep(T);
      weights = annealer.weights();
    }
    return weights;
  },
};

/** Labels of ties are 0, so that patterns with x·w* = 0 cost nothing. */
export const tiesZeroed: Defect = {
  data(data) {
    const { N, P, x, y, teacher } = data;
    const kept = Array.from({ length: P }, (_, mu) => mu).filter((mu) => {
      let field = 0;
      for (let q = 0; q < N; q++) field += x[q * P + mu] * teacher[q];
      return field !== 0;
    });
    const columns = new Int8Array(N * kept.length);
    columns.forEach((_, at) => {
      const q = Math.floor(at / kept.length);
      columns[at] = x[q * P + kept[at % kept.length]];
    });
    return { ...data, P: kept.length, x: columns, y: Int8Array.from(kept, (mu) => y[mu]) };
  },
};

/** What the quick gate says when one cell's first trials come from a defective build and the rest are as ever. */
export function gateOfDefect(
  experiment: string,
  chosen: (spec: TrialRecord['spec']) => boolean,
  trials: number,
  defect: Defect,
) {
  const { records, descriptions } = referenceOf('quick');
  const mine = (record: TrialRecord) => record.experiment === experiment && chosen(record.spec);
  const broken = records
    .filter((record) => mine(record) && record.spec.seed.trial < trials)
    .map(({ spec, provenance }) => {
      const result = run(spec.params as unknown as PerceptronParams, spec.seed, defect);
      return sealRecord(experiment, spec, { result: { ...result } }, provenance);
    });
  const fresh = [...records.filter((record) => !mine(record)), ...broken];
  const gate = gateOf({ records, descriptions }, { records: fresh, descriptions }, 0.01);
  const worse = decide(gate).filter(({ standing }) => standing === 'worse');
  return { gate, worse, broken };
}

/** The cell of a method with these parameters. */
export function cellAt(method: string, params: Record<string, unknown>) {
  return (spec: TrialRecord['spec']) =>
    spec.method === method &&
    Object.entries(params).every(([key, value]) => canonical(spec.params[key]) === canonical(value));
}

/** Parameters of a model as a build misreads them. */
export interface Misreading {
  model: string;
  read(params: TrialRecord['spec']['params']): TrialRecord['spec']['params'];
}

/** S − 1 destinations are sampled, where there are several. */
export const fewerDestinations: Misreading = {
  model: 'perceptron',
  read: (params) => (Number(params.S) > 1 ? { ...params, S: Number(params.S) - 1 } : params),
};

/** The softness of a committee is annealed by 3 % an epoch, not by 2 %. */
export const fasterGrowth: Misreading = {
  model: 'committee',
  read: (params) => ({ ...params, growth: 1.03 }),
};

/** The first trials of all cells of the profile smoke that need no data set, and the same of a build that misreads. */
export function misread({ model, read }: Misreading, trials: number) {
  const { records, descriptions } = referenceOf('smoke');
  const reference = records.filter(({ spec }) => spec.model === model && !('sha256' in spec.data));
  const fresh = reference
    .filter(({ spec }) => spec.seed.trial < trials)
    .map(({ experiment, spec, provenance }) => {
      const running = builtIn.start({ ...spec, params: read(spec.params) }, wasmEngine, undefined);
      while (!running.done) running.advance();
      return sealRecord(experiment, spec, { result: { ...running.result() } }, provenance);
    });
  return (exact: boolean) => {
    const [before, after] = [reference, fresh].map((records) => ({ records, descriptions }));
    const gate = gateOf(before, after, 0.01, { exact });
    return judge(gate, effectsOf(gate));
  };
}
