import {
  type Cost,
  type Coupling,
  costUnit,
  type Engine,
  finish,
  gauge,
  Margins,
  type PerceptronReadout,
  readout,
  type Seed,
  teacherStudent,
} from '@mcover/core';
import { acos, checkPerceptron, hardLabels, isRouted, perceptronProblem } from '@mcover/core/internals';
import { closed, type Static, type TObject, Type } from '@mcover/record';
import { fewerChannels, perceptronBytes } from '@mcover/wasm';
import { annealed } from './annealed.ts';
import { cost } from './annealing-methods.ts';
import { contradictionOfShare } from './contradiction.ts';
import { filled } from './filled.ts';
import { refuseBeyondWasm } from './memory.ts';
import type { ScriptParams } from './model.ts';
import { perceptronSolvers, type SolverResult } from './perceptron-solvers.ts';
import { perceptronTheoryTable } from './perceptron-theory.ts';
import { checkCall } from './script.ts';
import { refuseOtherWidth } from './weights.ts';

/** The binary perceptron that learns from a teacher (Eq. 8, 15–17; Appendix A.1). */
const params = {
  N: Type.Integer({ minimum: 1, description: 'number of weights', symbol: 'N', task: true }),
  alpha: Type.Number({
    exclusiveMinimum: 0,
    description: 'load; P = round(αN) patterns',
    symbol: 'α',
    label: 'load α = P/N',
    task: true,
  }),
  cost,
};

type Params = Static<TObject<typeof params>>;

const result = Type.Object(
  {
    generalizationError: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'arccos(R)/π',
      label: 'generalization error',
    }),
    overlap: Type.Number({
      minimum: -1,
      maximum: 1,
      description: 'R with the teacher',
      label: 'overlap R',
      tacit: true,
      better: 'higher',
    }),
    trainError: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'share of patterns misclassified',
      label: 'train error',
      tacit: true,
    }),
    solved: Type.Boolean({
      description: 'the collapsed weights point exactly along the teacher',
      label: 'solved',
      better: 'higher',
    }),
    iterations: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'iterations or epochs that a solver took',
        label: 'iterations',
        decimals: 0,
      }),
    ),
  },
  closed,
);

/** Nanoseconds to draw and decide a proposal, and to visit one of its margins, over a whole schedule. */
const paces: Readonly<Record<string, { proposal: number; margin: number }>> = {
  wasm: { proposal: 16, margin: 0.01 },
  reference: { proposal: 50, margin: 2.5 },
};

/** Nanoseconds of one product of the readout, in WebAssembly and in plain code, and of what a look takes beside them. */
const readProduct = 0.05;
const plainProduct = 1;
const once = 20_000;

/** How fast an engine anneals P patterns, as `AnnealedDefinition.pace`. */
export function perceptronPace(P: number, engine: string): { proposal: number; flip: number } {
  const { proposal, margin } = paces[engine];
  return { proposal, flip: margin * P };
}

/** @throws InputError where a perceptron is too large for an engine. */
export function refuseLarge(
  size: { readonly N: number; readonly P: number; readonly cost: Cost },
  coupling: Coupling,
  engine: string,
): void {
  if (engine !== 'wasm') return;
  const S = isRouted(coupling) ? coupling.S : 1;
  refuseBeyondWasm(perceptronBytes({ ...size, bank: { M: coupling.M, S } }), fewerChannels);
}

const solvers = perceptronSolvers({ N: params.N, alpha: params.alpha });

const patternsOf = ({ N, alpha }: Params) => Math.round(alpha * N);

/** What contradicts a readout: the overlap, and the patterns that are wrong, follow from integers in all methods but one. */
function contradictionOf(
  method: string,
  params: Params & { readonly M?: number },
  { generalizationError, overlap, trainError, solved }: PerceptronReadout,
): string | undefined {
  const { N, M = 1 } = params;
  // Message passing ends with means where it finds no weights ±1, and these may come so near the teacher that R rounds to 1.
  const real = method === 'amp';
  const angle = acos(overlap) / Math.PI;
  if (generalizationError !== angle)
    return `the generalization error ${generalizationError} is not ${angle}, arccos(R)/π of the overlap R = ${overlap}`;
  if (real ? solved && overlap !== 1 : solved !== (overlap === 1))
    return `solved is ${solved}, but the overlap R is ${overlap}`;
  if (solved && trainError !== 0) return `solved is true, but the train error is ${trainError}`;
  // One copy has weights ±1, some of which are the teacher's.
  const wrong = Math.round((N * (1 - overlap)) / 2);
  if (M === 1 && !real && (N - 2 * wrong) / N !== overlap)
    return `the overlap R = ${overlap} is none of ${N} weights ±1, 1 − 2d/${N}`;
  return contradictionOfShare('train error', trainError, patternsOf(params));
}

export const perceptron = annealed({
  name: 'perceptron',
  params,
  result,
  data: Type.Object({ name: Type.Literal('teacher-student', { symbol: 'data', tacit: true }) }, closed),
  engines: ['wasm'],
  solvers,
  theory: [perceptronTheoryTable],
  weights: ({ N }) => N,
  patterns: patternsOf,
  check({ params: { N, alpha, cost } }, coupling, engine) {
    checkPerceptron({ N, alpha, coupling });
    refuseLarge({ N, P: Math.round(alpha * N), cost }, coupling, engine);
  },
  task: ({ params, seed }) => teacherStudent(params.N, patternsOf(params), seed),
  base({ x, y, N, P }, { cost }) {
    const patterns = { N, P, G: gauge(x, y), cost };
    return { unit: costUnit(cost, N), state: (weights) => new Margins(patterns, weights) };
  },
  problem: ({ x, y, N, P }, { cost }, coupling, seed) =>
    perceptronProblem({ N, P, G: gauge(x, y) }, { cost, coupling }, seed),
  read: (W, data, _, annealer): SolverResult => readout(W, data, annealer?.margins?.(W)),
  contradiction: ({ method, params }, result) => contradictionOf(method, params, result),
  // A committee of one unit.
  classes(W, patterns, { N }) {
    refuseOtherWidth(N, patterns);
    return hardLabels(W, 1, patterns);
  },
  pace: (params, engine) => perceptronPace(patternsOf(params), engine),
  glance({ method, params }) {
    const product = method in solvers ? plainProduct : readProduct;
    return (params.N * (patternsOf(params) * product + (params.M ?? 1) ** 2) + once) / 1e9;
  },
  taskSeconds: ({ params }) => (params.N * patternsOf(params) * 20) / 1e9,
});

/**
 * One trial in a script: a teacher and its patterns from the seed, annealing, collapse, readout. What is left out has
 * the default of `mcover schema`; `kernel` makes it M-cover, `gamma` replicated annealing.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const params = { N: 51, alpha: 1.4, schedule: { step: 0.05, to: 0.05 } };
 * runPerceptron(params, seed, referenceEngine).overlap <= 1; // true
 * const routed = { ...params, M: 3, kernel: { kind: 'uniform' } };
 * runPerceptron(routed, seed, wasmEngine).overlap === runPerceptron(routed, seed, referenceEngine).overlap; // true
 * runPerceptron({ ...params, M: 3, S: 4 }, seed, wasmEngine); // throws kernel: missing
 * runPerceptron({ ...params, M: 3 }, seed, wasmEngine); // throws M: nothing couples the 3 copies
 *
 * @throws InputError that names the parameter at fault.
 */
export function runPerceptron(params: ScriptParams, seed: Seed, engine: Engine): PerceptronReadout {
  checkCall(seed, engine);
  const spec = {
    ...filled(perceptron, params),
    model: perceptron.name,
    data: { name: 'teacher-student' },
    seed,
  };
  perceptron.check(spec, engine.name);
  return finish(perceptron.begin(spec, perceptron.task(spec, undefined), engine));
}
