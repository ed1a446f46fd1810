import type { Engine, LocalRunning, Seed, Tensors, TrialResult } from '@mcover/core';
import { closed, type TObject, type TProperties, type TrialSpec, Type } from '@mcover/record';
import { defineModel } from '../define.ts';
import type { Model } from '../model.ts';

/** Parameters of a base model and of what is measured, which are of different names. */
type Params = Readonly<Record<string, unknown>>;

/** What is measured on the ends of trials of a base model that learn from one task. */
export interface Measurement {
  readonly name: string;
  /** Trials that are measured together, copies of each other. */
  readonly copies: number;
  /** Parameters of what is measured, beside those of the base model. */
  readonly params: TProperties;
  readonly result: TObject;
  /** As `Definition.check`, on all parameters. */
  check?(params: Params): void;
  /** Seconds of measuring. */
  seconds(params: Params): number;
  /** The numbers of some collapsed weights; `seed` has no copy, so that all methods meet the same noise. */
  measure(
    weights: readonly Float64Array[],
    task: unknown,
    params: Params,
    seed: Seed,
    engine: Engine,
  ): TrialResult;
}

/**
 * The model whose trials are some trials of a base model on one task, and then what is measured on their ends. The first
 * of them is the trial of the base model with the same seed, bit for bit; the others are its copies.
 */
export function measured(base: Model, measurement: Measurement): Model {
  const { name, copies, params: own, result, measure } = measurement;
  const ofBase = <S extends Pick<TrialSpec, 'params'>>(of: S): S => ({
    ...of,
    params: Object.fromEntries(Object.entries(of.params).filter(([key]) => !Object.hasOwn(own, key))),
  });
  const methods = Object.entries(base.methods).map(([method, { params, ...rest }]) => [
    method,
    { ...rest, params: Type.Object({ ...params.properties, ...own }, closed) },
  ]);
  return defineModel<Params, typeof base.data, unknown, TrialResult>({
    name,
    methods: Object.fromEntries(methods),
    data: base.data,
    result,
    ...(base.arithmetic !== undefined && { arithmetic: base.arithmetic }),
    // A barrier has no tolerance: engines whose bits depend on the machine are left out.
    engines: base.engines.filter((engine) => engine !== 'blas'),
    check(trial, engine) {
      base.check(ofBase({ ...trial, model: base.name } as TrialSpec), engine);
      measurement.check?.(trial.params);
    },
    seconds: (trial, engine) =>
      copies * base.seconds(ofBase({ ...trial, model: base.name } as TrialSpec), engine) +
      measurement.seconds(trial.params),
    task: (trial, loaded) => base.task(ofBase({ ...trial, model: base.name } as TrialSpec), loaded),
    begin({ method, params, seed }, task, engine, from) {
      const { root, trial, copy = 0 } = seed;
      const runs = Array.from({ length: copies }, (_, i) =>
        base.begin(
          ofBase({ method, params, seed: i === 0 ? seed : { root, trial, copy: copy + i } }),
          task,
          engine,
          from && partOf(from, i),
        ),
      );
      return together(runs, (ends) => measure(ends, task, params, { root, trial }, engine));
    },
    judge({ params, seed: { root, trial } }, task, W, engine) {
      const size = W.length / copies;
      const ends = Array.from({ length: copies }, (_, i) => W.subarray(i * size, (i + 1) * size));
      return measure(ends, task, params, { root, trial }, engine);
    },
  });
}

/** Some trials one after the other, as one. */
function together(
  runs: readonly LocalRunning[],
  read: (ends: readonly Float64Array[]) => TrialResult,
): LocalRunning {
  const ends = () => runs.map((run) => Float64Array.from(run.tensors().collapsed.data));
  const sum = (of: (run: LocalRunning) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const current = () => runs.find((run) => !run.done);
  return {
    steps: sum(({ steps }) => steps),
    get step() {
      return sum(({ step }) => step);
    },
    get done() {
      return current() === undefined;
    },
    advance: () => current()?.advance(),
    observe: () => (current() ?? runs[runs.length - 1]).observe(),
    /** The collapsed weights of all of them, one row each. */
    tensors() {
      const rows = ends();
      const data = Float64Array.from(rows.flatMap((row) => [...row]));
      return { collapsed: { shape: [rows.length, rows[0].length], data } };
    },
    result: () => read(ends()),
    ...(runs.every((run) => run.snapshot) && {
      snapshot: () =>
        Object.fromEntries(
          runs.flatMap((run, i) =>
            Object.entries(run.snapshot!()).map(([name, tensor]) => [`${i}.${name}`, tensor]),
          ),
        ),
    }),
  };
}

/** The part of a snapshot that is of trial i. */
const partOf = (from: Tensors, i: number): Tensors =>
  Object.fromEntries(
    Object.entries(from).flatMap(([name, tensor]) =>
      name.startsWith(`${i}.`) ? [[name.slice(`${i}.`.length), tensor]] : [],
    ),
  );
