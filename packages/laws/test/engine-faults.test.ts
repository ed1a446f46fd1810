import {
  type Annealer,
  type AnnealingProblem,
  average,
  type CommitteeProblem,
  type CommitteeTrainer,
  collapse,
  type Labelled,
  type MlpProblem,
  type MlpTrainer,
  referenceEngine,
} from '@mcover/core';
import { margins } from '@mcover/core/internals';
import { annealingCases, type EngineLike, type EngineModel, lawsOfEngine } from '@mcover/laws';
import { describe, expect, it } from 'vitest';
import { brokenBy } from './support.ts';

/** The reference, changed. Laws over many problems are left to the engines that are there. */
const lawsOf = (model: EngineModel) => lawsOfEngine[model].filter(({ long }) => !long);

const annealer = (change: (of: Annealer, problem: AnnealingProblem) => Partial<Annealer>): EngineLike => ({
  name: 'changed',
  arithmetic: 'f64',
  annealer(problem) {
    const of = referenceEngine.annealer(problem);
    return { ...of, ...change(of, problem) };
  },
});

const mlp = (change: (of: MlpTrainer, problem: MlpProblem) => Partial<MlpTrainer>): EngineLike => ({
  name: 'changed',
  arithmetic: 'f64',
  mlp(problem) {
    const of = referenceEngine.mlp(problem);
    return { ...of, ...change(of, problem) };
  },
});

const committee = (
  change: (of: CommitteeTrainer, problem: CommitteeProblem) => Partial<CommitteeTrainer>,
): EngineLike => ({
  name: 'changed',
  arithmetic: 'f64',
  committee(problem) {
    const of = referenceEngine.committee(problem);
    return { ...of, ...change(of, problem) };
  },
});

/** As `hardError`, with fields in singles. */
function errorInSingles(J: Float64Array, K: number, { N, P, x, y }: Labelled): number {
  const field = (k: number, mu: number) => {
    let sum = 0;
    for (let i = 0; i < N; i++) sum = Math.fround(sum + J[k * N + i] * x[mu * N + i]);
    return sum;
  };
  const votes = (mu: number) => Array.from({ length: K }, (_, k): number => (field(k, mu) >= 0 ? 1 : -1));
  const classOf = (mu: number) => (votes(mu).reduce((sum, vote) => sum + vote) >= 0 ? 1 : -1);
  return y.filter((label, mu) => classOf(mu) !== label).length / P;
}

describe('an engine that anneals breaks its laws', () => {
  const own = (of: Annealer) => {
    const weights = of.weights();
    return { weights: () => weights };
  };
  it.each<[string, EngineLike, RegExp]>([
    [
      'a temperature that is off',
      annealer((of) => ({ sweep: (T) => of.sweep(T * 1.05) })),
      /a larger problem, N = 201/,
    ],
    [
      'an energy of S channels',
      annealer((of, { bank }) => ({ energy: () => of.energy() * bank.S })),
      /M-cover of M = 2/,
    ],
    ['weights that are its own', annealer(own), /weights of the caller/],
    [
      'margins of weights ±1',
      annealer((_, { G }) => ({ margins: (W) => margins(G, Array.from(W, Math.sign)) })),
      /margins at sums over covers/,
    ],
    [
      'a problem that it changes',
      annealer((of, problem) => ({
        sweep(T) {
          problem.weights.fill(1);
          return of.sweep(T);
        },
      })),
      /leaves its problem as it was/,
    ],
  ])('by %s', async (_what, engine, law) => {
    const broken = await brokenBy(lawsOf('annealer'), { engine });
    expect(broken.filter((title) => law.test(title))).not.toEqual([]);
  });
});

describe('an engine that trains breaks its laws', () => {
  it.each<[string, EngineLike, EngineModel, RegExp]>([
    [
      'a loss of one cover',
      mlp((of, { M }) => ({ step: (...given) => of.step(...given) / M })),
      'mlp',
      /three steps/,
    ],
    [
      'errors of singles',
      committee((of, { K, bank }) => ({
        error: (patterns) => errorInSingles(collapse(of.weights(), bank.M), K, patterns),
      })),
      'committee',
      /to the bit: signs, and less/,
    ],
    [
      'errors of the first patterns that it read',
      committee((of) => {
        let first: Labelled | undefined;
        return {
          error(patterns) {
            first ??= patterns;
            return of.error(first);
          },
        };
      }),
      'committee',
      /to the bit: random rows/,
    ],
    [
      'a norm of the gradient that is a hundredth off',
      committee((of) => ({ gradientNorm: () => of.gradientNorm!() * 1.01 })),
      'committee',
      /a step is that of the standard/,
    ],
    [
      'a norm of the gradient of a network that is a hundredth off',
      mlp((of) => ({ gradientNorm: () => of.gradientNorm!() * 1.01 })),
      'mlp',
      /three steps/,
    ],
    [
      'weights that nothing replaces',
      committee(() => ({ replace() {} })),
      'committee',
      /weights that replace others are scaled/,
    ],
    [
      'an error of its own weights alone',
      committee((of) => ({ error: (patterns) => of.error(patterns) })),
      'committee',
      /to the bit: random rows/,
    ],
    [
      'classes of its own weights alone',
      mlp((of) => ({ classes: (patterns) => of.classes(patterns) })),
      'readout',
      /averaged covers in the plain network/,
    ],
    [
      'weights of a network that are replaced by half',
      mlp((of) => ({ replace: (w) => of.replace(w.map((value) => value / 2)) })),
      'mlp',
      /weights that replace others are there/,
    ],
    ['no attraction', mlp(() => ({ attract() {} })), 'mlp', /attraction of 2 copies/],
    [
      'weights of the mean',
      mlp((of, { M }) => ({ weights: () => average(of.weights(), M) })),
      'mlp',
      /three steps/,
    ],
    [
      'a readout that trains',
      mlp((of) => ({
        classes(patterns) {
          of.step(Int32Array.of(0), { rate: 0.1, momentum: 0 });
          return of.classes(patterns);
        },
      })),
      'readout',
      /does not disturb/,
    ],
  ])('by %s', async (_what, engine, model, law) => {
    const broken = await brokenBy(lawsOf(model), { engine });
    expect(broken.filter((title) => law.test(title))).not.toEqual([]);
  });

  it('by another seed of rounding', async () => {
    const engine: EngineLike = {
      name: 'singles',
      arithmetic: 'f64',
      committee(problem) {
        return referenceEngine.committee({ ...problem, weights: problem.weights.map(Math.fround) });
      },
    };
    const broken = await brokenBy(lawsOf('committee'), { engine });
    expect(
      broken.filter((title) => title.startsWith('a step is that of the standard')).length,
    ).toBeGreaterThan(10);
    // In singles they are allowed.
    const single = { ...engine, arithmetic: 'f32' as const };
    const left = await brokenBy(lawsOf('committee'), { engine: single });
    expect(left.filter((title) => title.startsWith('a step is that of the standard'))).toEqual([]);
  });
});

it('annealers are held to 725 problems', () => {
  expect(annealingCases.flatMap(({ problems }) => [...problems()])).toHaveLength(725);
});
