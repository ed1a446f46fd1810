import {
  type Coupling,
  couplingOf,
  type Kernel,
  type LocalRunning,
  type Tensors,
  type TrialResult,
} from '@mcover/core';
import {
  choice,
  closed,
  type Observed,
  type Static,
  type TObject,
  type TProperties,
  Type,
} from '@mcover/record';
import { type Coupled, covers, destinations, kernel } from './coupling.ts';
import type { Method, Setting } from './model.ts';
import { rule } from './rule.ts';

/* Methods of models of weights ±1, and the parameters that all of them know. */

/** The cost of a margin, for models that have one. */
export const cost = choice(['linear', 'count'], {
  default: 'linear',
  description: 'cost of a margin Δ: linear max(0, −Δ), count [Δ < 0]',
  symbol: 'cost',
  tacit: true,
});

const temperature = (by: number, symbol: string, description?: string) =>
  Type.Number({ exclusiveMinimum: 0, default: by, symbol, tacit: true, ...(description && { description }) });

/** What every annealing has (Appendix A.1). */
const steps = {
  schedule: Type.Object(
    {
      from: temperature(0.4, 'T from'),
      to: temperature(0.01, 'T to'),
      step: temperature(1e-4, 'T step', 'one over a whole number'),
    },
    { ...closed, default: {}, description: 'temperatures from, from − step, …, to' },
  ),
  sweeps: Type.Integer({
    minimum: 1,
    default: 1,
    description: 'sweeps per temperature',
    symbol: 'sweeps per T',
    tacit: true,
  }),
  rule: Type.Optional(rule()),
};

/** Defaults of the parameters that couple copies; without them they have to be given. */
export interface CouplingDefaults {
  readonly M?: number;
  readonly kernel?: Kernel;
}

/**
 * Methods of an annealed model of these parameters: one copy, replicas that attract, covers that are routed, copies apart.
 * Solvers stand before the method under study, which is the last one that is no control.
 */
export function methodsOf(
  base: TProperties,
  by: CouplingDefaults,
  solvers: Readonly<Record<string, Method>>,
): Record<string, Method> {
  const M = covers(by.M);
  const gamma = Type.Number({
    minimum: 0,
    default: 1,
    description: 'attraction γ of the replicas',
    symbol: 'γ',
  });
  return {
    vanilla: { label: 'vanilla SA', params: Type.Object({ ...base, ...steps }, closed) },
    rsa: { label: 'RSA', params: Type.Object({ ...base, M, ...steps, gamma }, closed) },
    ...solvers,
    mcover: {
      label: 'M-cover',
      params: Type.Object({ ...base, M, S: destinations(), kernel: kernel(by.kernel), ...steps }, closed),
    },
    independent: {
      label: 'independent copies',
      control: true,
      about: 'M copies that are annealed apart and averaged, without any routing',
      params: Type.Object({ ...base, M, ...steps }, closed),
    },
  };
}

/** A learner of a model that is no annealing, as a method beside those that are. */
export interface SolverMethod<Task, Result extends TrialResult> extends Method {
  readonly solver: true;
  /** How what is seen of it beside the readout is written. */
  readonly observed: readonly Observed[];
  /** Seconds that a trial takes, without those of its task. */
  seconds(params: unknown): number;
  /** Visits of an iteration or epoch to each product of a pattern with a weight. */
  visits(params: unknown): number;
  begin(setting: Setting<unknown>, task: Task, from?: Tensors): LocalRunning<Result>;
}

/** What all methods of an annealed model know, beside the parameters of the model. */
export interface AnnealingParams extends Static<TObject<typeof steps>>, Coupled {
  readonly gamma?: number;
}

/**
 * How the copies of an annealed model are coupled, by its flat parameters.
 *
 * @example
 * couplingOfAnnealing({ M: 3, gamma: 1 }); // { kind: 'attraction', M: 3, strength: 1, growth: 1 }
 *
 * @throws InputError as `couplingOf`.
 */
export const couplingOfAnnealing = ({ M, S, kernel, gamma }: Partial<AnnealingParams>): Coupling =>
  couplingOf({ M, S, kernel }, { strength: gamma });
