import {
  type Engine,
  InputError,
  type Loaded,
  type LocalRunning,
  type Tensors,
  type TrialResult,
} from '@mcover/core';
import { kernelFields } from '@mcover/core/internals';
import {
  closed,
  type Schemas,
  type TObject,
  type TProperties,
  type TrialSpec,
  Type,
  taggedUnion,
  type Variant,
  variantsOf,
} from '@mcover/record';
import { binaryCommittee } from './binary-committee.ts';
import { committee } from './committee.ts';
import { kernelSchema } from './coupling.ts';
import { refuseIncomplete } from './define.ts';
import { committeePair, committeeSolution } from './landscape/committee.ts';
import { mlpPair } from './landscape/mlp.ts';
import { perceptronPair, perceptronPatternsPair } from './landscape/perceptron.ts';
import { mlp } from './mlp.ts';
import type { Model } from './model.ts';
import { perceptron } from './perceptron.ts';
import { perceptronPatterns } from './perceptron-patterns.ts';
import type { OwnRule } from './rule.ts';
import { fill } from './slot.ts';
import type { NamedTensors } from './weights.ts';

/** A kernel of one's own: its parameters, and from their values the rows of Q, M lists of M entries ≥ 0. */
export interface KernelKind {
  readonly kind: string;
  readonly params?: TProperties;
  rows(params: Readonly<Record<string, unknown>>, M: number): readonly (readonly number[])[];
}

/** A learning rule of one's own: its parameters, and from their values what `OwnRule` says. */
export interface RuleKind {
  readonly kind: string;
  readonly params?: TProperties;
  of(params: Readonly<Record<string, unknown>>): Omit<OwnRule, 'kind'>;
}

/** What a module may add to the program: any of these. */
export interface Plugin {
  readonly models?: readonly Model[];
  readonly kernels?: readonly KernelKind[];
  readonly rules?: readonly RuleKind[];
}

/** What the program itself brings: a model, kernel or rule that is to ship with it is one more value here. */
const program: Plugin = {
  models: [
    ...[perceptron, committee, binaryCommittee, mlp, perceptronPatterns],
    ...[perceptronPair, perceptronPatternsPair, committeePair, committeeSolution, mlpPair],
  ],
  kernels: [],
  rules: [],
};

/** Looks at a trial whose trace has no other number of them, and the largest share of its time that they may take. */
const mostLooks = 50;
const mostLooking = 0.08;

/**
 * The models, kernels and rules that there are, those of plugins among them: one place that tells how a specification
 * looks, what computes it, and begins it.
 *
 * @example
 * const lazy = {
 *   kind: 'lazy',
 *   params: { p: Type.Number({ minimum: 0 }) },
 *   rows: ({ p }, M) => Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => (a === b ? 1 : p))),
 * };
 * const registry = new Registry([{ kernels: [lazy] }]);
 * registry.find('perceptron', 'mcover').method; // 'mcover'
 * new Registry([{ kernels: [{ ...lazy, kind: 'uniform' }] }]); // throws kind: "uniform" is there already
 */
export class Registry implements Schemas {
  readonly models: readonly Model[];
  readonly #kernels: ReadonlyMap<string, KernelKind>;
  readonly #rules: ReadonlyMap<string, RuleKind>;
  readonly #variants = new Map<string, readonly Variant[]>();

  /** @throws InputError where a plugin lacks something or takes a name that is taken. */
  constructor(plugins: readonly Plugin[] = []) {
    const all = [program, ...plugins];
    const kernels = all.flatMap(({ kernels = [] }) => kernels);
    const rules = all.flatMap(({ rules = [] }) => rules);
    this.models = all.flatMap(({ models = [] }) => models);
    for (const model of this.models) refuseIncomplete(model);
    this.#kernels = byKind(kernels, Object.keys(kernelFields), 'rows');
    this.#rules = byKind(rules, [], 'of');
    const twice = this.models.find(({ name }, i) => this.models.findIndex((m) => m.name === name) < i);
    if (twice) throw new InputError('name', `there is a model "${twice.name}" already; take another name`);
  }

  /** @throws InputError where there is none of this name. */
  model(name: string): Model {
    const found = this.models.find((model) => model.name === name);
    if (found) return found;
    throw new InputError('model', `no model "${name}"; known: ${this.models.map((m) => m.name).join(', ')}`);
  }

  /** The methods of a model, with the schemas of their specifications. */
  variantsOf(name: string): readonly Variant[] {
    const known = this.#variants.get(name);
    if (known) return known;
    const made = variantsOf(this.#schemasOf(this.model(name)));
    this.#variants.set(name, made);
    return made;
  }

  find(model: unknown, method: unknown): Variant | undefined {
    const known = this.models.some(({ name }) => name === model);
    return known ? this.variantsOf(String(model)).find((variant) => variant.method === method) : undefined;
  }

  names(): string[] {
    return this.models.flatMap(({ name, methods }) =>
      Object.keys(methods).map((method) => `${name}/${method}`),
    );
  }

  /**
   * Name of the engine that computes a trial when one is asked for: that one if it can, or else the best that does; a
   * solver and a rule of one's own are computed by plain code. Of a trial in the arithmetic of a GPU it is the GPU's.
   */
  engineFor({ model, method, arithmetic, params }: Omit<TrialSpec, 'seed'>, asked: string): string {
    if (arithmetic === 'gpu') return 'webgpu';
    const { engines, methods } = this.model(model);
    if (params.rule !== undefined || methods[method]?.solver) return 'reference';
    return engines.includes(asked) ? asked : engines[0];
  }

  /** As `Model.check`. */
  check(spec: TrialSpec, engine: string): void {
    this.model(spec.model).check(this.resolved(spec), engine);
  }

  /** As `Model.seconds`. */
  seconds(spec: TrialSpec, engine: string): number {
    return this.model(spec.model).seconds(this.resolved(spec), engine);
  }

  /** As `Model.visits`. */
  visits(spec: TrialSpec, iterations?: number): number | undefined {
    return this.model(spec.model).visits?.(this.resolved(spec), iterations);
  }

  /**
   * From how many steps to the next a trial is looked at, where nobody says: the fewest that make about 50 looks of it,
   * and of whose seconds the looks are not expected to take more than 8 %. It depends on the specification alone: as if
   * the first engine of the model computed it, on a machine of the known paces.
   *
   * @example
   * const schedule = { from: 0.4, to: 0.01, step: 0.0001 };
   * const { params, method } = filled(perceptron, { N: 1001, alpha: 1.58, schedule });
   * const spec = { model: 'perceptron', method, params, data: { name: 'teacher-student' }, seed: { root: 1, trial: 0 } };
   * builtIn.everyFor(spec, 3901) >= 79; // true
   */
  everyFor(spec: TrialSpec, steps: number): number {
    const model = this.model(spec.model);
    const resolved = this.resolved(spec);
    const seconds = model.seconds(resolved, model.engines[0]);
    const glance = model.glance?.(resolved) ?? seconds / steps;
    // Beside the last one, whose readout is the trial's own.
    const looks = Math.min(mostLooks, Math.floor((mostLooking * seconds) / glance));
    return Math.min(Math.max(steps, 1), Math.max(1, Math.ceil(steps / Math.max(1, looks))));
  }

  /** Begins a trial, or goes on with one from a snapshot. @throws what its model throws. */
  start(spec: TrialSpec, engine: Engine, loaded: Loaded | undefined, from?: Tensors): LocalRunning {
    const model = this.model(spec.model);
    const resolved = this.resolved(spec);
    return model.begin(resolved, model.task(resolved, loaded), engine, from);
  }

  /** As `Model.tensorsOf`. */
  tensorsOf(spec: TrialSpec, tensors: Tensors): NamedTensors {
    return this.model(spec.model).tensorsOf(this.resolved(spec), tensors);
  }

  /** A specification with its own kernel or rule in the place of their parameters. */
  resolved(spec: TrialSpec): TrialSpec {
    const { kernel, rule } = spec.params;
    const ofKernel = this.#kernels.get(kindOf(kernel));
    const ofRule = this.#rules.get(kindOf(rule));
    if (!ofKernel && !ofRule) return spec;
    const params = {
      ...spec.params,
      ...(ofKernel && {
        kernel: { ...withParams(kernel), rows: (M: number) => ofKernel.rows(withParams(kernel), M) },
      }),
      ...(ofRule && { rule: { ...ofRule.of(withParams(rule)), kind: ofRule.kind } }),
    };
    return { ...spec, params };
  }

  #schemasOf(of: Model) {
    const { name: model, data, result, arithmetic = false, methods } = of;
    const kernel = kernelSchema([...this.#kernels.values()].map(schemaOf));
    const rules = [...this.#rules.values()].map(schemaOf);
    const fillings = { kernel, rule: rules.length > 0 ? taggedUnion('kind', rules) : undefined };
    const params = Object.entries(methods).map(([method, { params }]) => [method, fill(params, fillings)]);
    const contradiction = (spec: TrialSpec, end: TrialResult) => of.contradiction?.(this.resolved(spec), end);
    return { model, data, result, arithmetic, methods: Object.fromEntries(params), contradiction };
  }
}

/** The models, kernels and rules of the program alone. */
export const builtIn = new Registry();

function schemaOf({ kind, params = {} }: KernelKind | RuleKind): TObject {
  return Type.Object({ kind: Type.Literal(kind, { symbol: kind, bare: true }), ...params }, closed);
}

const kindOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : '';

const withParams = (value: unknown): Record<string, unknown> => ({
  kind: kindOf(value),
  ...(value as object),
});

function byKind<K extends KernelKind | RuleKind>(
  kinds: readonly K[],
  taken: readonly string[],
  makes: 'rows' | 'of',
): Map<string, K> {
  const found = new Map<string, K>();
  for (const one of kinds) {
    if (typeof one?.kind !== 'string')
      throw new InputError('kind', 'a kernel or rule lacks its name, a text');
    if (typeof Reflect.get(one, makes) !== 'function')
      throw new InputError(makes, `"${one.kind}" lacks this function`);
    if (taken.includes(one.kind) || found.has(one.kind))
      throw new InputError('kind', `"${one.kind}" is there already; take another name`);
    found.set(one.kind, one);
  }
  return found;
}
