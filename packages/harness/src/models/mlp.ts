import { checkMlpShape, isRouted, type MlpParams, mlpSize, runMlp } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { mlpBytes, narrowerLayers } from '@mcover/wasm';
import {
  type ClassTaskParams,
  checkClassTask,
  classTaskOf,
  classTaskSeconds,
  testCountOf,
} from '../data/class-task.ts';
import { refuseBeyondWasm } from './memory.ts';
import type { Model } from './model.ts';

/** A single copy, which has no choice of losses, takes the sum. */
export const paramsOf = (spec: TrialSpec) =>
  ({ loss: 'sum', ...spec.params }) as unknown as MlpParams & ClassTaskParams;

/** Blocks of a layer that is routed; 0 where there is nothing to route. */
const blocksOf = (params: MlpParams) => (isRouted(params) ? (params.G ?? 0) : 0);

/** Nanoseconds of an engine. */
interface Pace {
  /** Of one product of a weight and an activation or its gradient. */
  product: number;
  /** Of one entry of a mixer and a message. */
  message: number;
  /** Of one parameter of one cover in the rest of a step: momentum, and mixing in the first layer. */
  parameter: number;
}

const paces: Readonly<Record<string, Pace>> = {
  wasm: { product: 0.028, message: 0.15, parameter: 1 },
  blas: { product: 0.015, message: 0.15, parameter: 1 },
  reference: { product: 1.2, message: 1.5, parameter: 3 },
  // Some GPU: records of the one that is there correct it.
  webgpu: { product: 0.001, message: 0.005, parameter: 0.05 },
};

/** Nanoseconds to draw one initial parameter, and one cover of one permutation of a mixer. */
const parameterDrawn = 90;
const coverDrawn = 150;

export const mlp: Model = {
  engines: ['wasm', 'blas', 'reference'],
  check(spec, engine) {
    checkClassTask(spec);
    const params = paramsOf(spec);
    checkMlpShape(params);
    if (engine === 'reference') return;
    const { widths, activation, M = 1, B } = params;
    const blocks = widths.slice(1).map(() => blocksOf(params));
    refuseBeyondWasm(mlpBytes({ widths, activation, M, B, blocks }), narrowerLayers);
  },
  // A pattern takes a product forward and two backward for each weight and cover, and each of its messages M
  // entries of a mixer, both ways.
  seconds(spec, engine) {
    const params = paramsOf(spec);
    const { widths, P, B, epochs, M = 1, mixing = 'empirical', S = 1 } = params;
    const { product, message, parameter } = paces[engine];
    const size = mlpSize(widths);
    const units = widths.slice(2).reduce((sum, width) => sum + width, 0);
    const pattern = 3 * size * M * product + 2 * M * M * blocksOf(params) * units * message;
    const steps = epochs * Math.ceil(P / B);
    const read = (P + testCountOf(spec)) * size * product;
    const outputs = widths.slice(1).reduce((sum, width) => sum + width, 0);
    const permutations = mixing === 'empirical' ? S * blocksOf(params) * outputs : 0;
    const once = size * (M + 1) * parameterDrawn + permutations * M * coverDrawn + read;
    return classTaskSeconds(spec) + (epochs * P * pattern + steps * size * M * parameter + once) / 1e9;
  },
  run: (spec, engine, images) => ({
    ...runMlp(paramsOf(spec), classTaskOf(spec, images), spec.seed, engine),
  }),
};
