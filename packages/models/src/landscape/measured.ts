import type { Engine, LocalRunning, Seed, TrialResult } from '@mcover/core';
import { choice, closed, type TObject, type TProperties, type TrialSpec, Type } from '@mcover/record';
import { defineModel } from '../define.ts';
import { filled } from '../filled.ts';
import type { Model } from '../model.ts';
import { asPart, partOf } from '../parts.ts';

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

/** Of a pair: another method for the second trial, with the parameters that both know, and its own defaults. */
const against = (methods: readonly string[]) => ({
  against: Type.Optional(
    choice(methods, { description: 'method of the second trial; the same without it', symbol: 'against' }),
  ),
});

/**
 * The model whose trials are some trials of a base model on one task, and then what is measured on their ends. The first
 * of them is the trial of the base model with the same seed, bit for bit; the others are its copies.
 */
export function measured(base: Model, measurement: Measurement): Model {
  const { name, copies, params: own, result, measure } = measurement;
  const added = { ...own, ...(copies === 2 && against(Object.keys(base.methods))) };
  /** The trial of the base model that is the i-th: of `against` the second one, where that is given. */
  const ofBase = <S extends Pick<TrialSpec, 'method' | 'params'>>(of: S, i: number): S => {
    const method = i === 1 && of.params.against !== undefined ? String(of.params.against) : of.method;
    const known = Object.entries(of.params).filter(([key]) => base.methods[method].params.properties[key]);
    const params = Object.fromEntries(known);
    return { ...of, ...(method === of.method ? { params } : filled(base, params, method)) };
  };
  const each = <T>(of: (i: number) => T) => Array.from({ length: copies }, (_, i) => of(i));
  const methods = Object.entries(base.methods).map(([method, { params, ...rest }]) => [
    method,
    { ...rest, params: Type.Object({ ...params.properties, ...added }, closed) },
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
      each((i) => base.check(ofBase({ ...trial, model: base.name } as TrialSpec, i), engine));
      measurement.check?.(trial.params);
    },
    seconds: (trial, engine) =>
      each((i) => base.seconds(ofBase({ ...trial, model: base.name } as TrialSpec, i), engine)).reduce(
        (sum, seconds) => sum + seconds,
        measurement.seconds(trial.params),
      ),
    task: (trial, loaded) => base.task(ofBase({ ...trial, model: base.name } as TrialSpec, 0), loaded),
    begin({ method, params, seed }, task, engine, from) {
      const { root, trial, copy = 0 } = seed;
      const runs = each((i) =>
        base.begin(
          ofBase({ method, params, seed: i === 0 ? seed : { root, trial, copy: copy + i } }, i),
          task,
          engine,
          from && partOf(String(i), from),
        ),
      );
      return together(runs, (ends) => measure(ends, task, params, { root, trial }, engine));
    },
    judge({ params, seed: { root, trial } }, task, W, engine) {
      const size = W.length / copies;
      const ends = each((i) => W.subarray(i * size, (i + 1) * size));
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
      snapshot: () => Object.assign({}, ...runs.map((run, i) => asPart(String(i), run.snapshot!()))),
    }),
  };
}
