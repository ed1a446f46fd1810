import {
  type Engine,
  type Kernel,
  type Loaded,
  type LocalRunning,
  referenceEngine,
  type Tensors,
} from '@mcover/core';
import { filled, type Model } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';

/** A trial of a model that its laws are tried on: small, because dozens of it are run. */
export interface ModelOptions {
  /** Parameters of the model without couplings; of each method those that it knows. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The task, as `data` of a specification names it. */
  readonly data: TrialSpec['data'];
  /** What was read of the files that `data` names, if it names any. */
  readonly loaded?: Loaded;
  /** Where it runs; in plain code without it. */
  readonly engine?: Engine;
}

/** A specification that is ready to begin, and what it says. */
export interface Case {
  readonly title: string;
  readonly spec: TrialSpec;
}

const seed = { root: 23, trial: 4 };
const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 0.8 };

/** Numbers of covers, of channels, and kernels, that every method is tried with where it knows them. */
const sizes = { M: [1, 2, 3], S: [1, 3], kernel: [ring, { kind: 'uniform' }, { kind: 'identity' }] };

const knows = (model: Model, method: string, key: string) =>
  Object.hasOwn(model.methods[method].params.properties, key);

/** Methods that couple copies by routing, by something else or not at all, and that have one copy. */
export function methodsOf(model: Model) {
  const names = Object.keys(model.methods);
  const several = names.filter((method) => knows(model, method, 'M'));
  const routed = several.filter((method) => knows(model, method, 'kernel'));
  return { names, several, routed, single: names.filter((method) => !several.includes(method)) };
}

/** A specification of a method, with all defaults, from the parameters that it knows. */
export function specOf(
  model: Model,
  { params, data }: ModelOptions,
  method: string,
  coupling: Readonly<Record<string, unknown>> = {},
): TrialSpec {
  const { properties } = model.methods[method].params;
  const needed = Object.entries({ M: 2, kernel: ring }).filter(
    ([key]) => properties[key]?.default === undefined,
  );
  const all = { ...Object.fromEntries(needed), ...params, ...coupling };
  const known = Object.entries(all).filter(([key]) => knows(model, method, key));
  const { params: full } = filled(model, Object.fromEntries(known), method);
  return { model: model.name, method, params: full, data, seed };
}

/** All methods, each with every M, S and kernel of the table that it knows. */
export function casesOf(model: Model, options: ModelOptions): Case[] {
  return methodsOf(model).names.flatMap((method) => {
    const values = (key: keyof typeof sizes): readonly unknown[] =>
      knows(model, method, key) ? sizes[key] : [undefined];
    return values('M').flatMap((M) =>
      values('S').flatMap((S) =>
        values('kernel').map((kernel) => {
          const coupling = Object.entries({ M, S, kernel }).filter(([, value]) => value !== undefined);
          const title = [method, ...coupling.map(([key, value]) => `${key} = ${JSON.stringify(value)}`)];
          return {
            title: title.join(', '),
            spec: specOf(model, options, method, Object.fromEntries(coupling)),
          };
        }),
      ),
    );
  });
}

/** Begins a trial, or goes on with one. */
export function begun(model: Model, spec: TrialSpec, options: ModelOptions, from?: Tensors): LocalRunning {
  return model.begin(spec, model.task(spec, options.loaded), options.engine ?? referenceEngine, from);
}

/** Parameters of a method that another does not know, at 0 where they may be: no attraction. */
export function without(model: Model, method: string, other: string): Record<string, number> {
  const own = Object.entries(model.methods[method].params.properties);
  const attracting = own.filter(([key, { minimum }]) => minimum === 0 && !knows(model, other, key));
  return Object.fromEntries(attracting.map(([key]) => [key, 0]));
}
