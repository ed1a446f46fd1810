import type { ImageSplit } from '@mcover/core';
import { type DeviceInfo, mlpTrial, type Trainers, takesMlp } from '@mcover/gpu';
import type { Result, TrialSpec } from '@mcover/record';
import { classTaskOf } from '../data/class-task.ts';
import { paramsOf } from './mlp.ts';

/** How a GPU runs the trials of a model in an arithmetic of its own. Threads have no use for it. */
export interface OnGpu {
  /** Whether a GPU that is faster than the processor takes a specification. */
  takes(spec: TrialSpec, device: DeviceInfo): boolean;
  /** As `Model.run`. @throws DeviceError when the device cannot go on. */
  run(spec: TrialSpec, trainers: Pick<Trainers, 'begin'>, images?: ImageSplit): Promise<Result>;
}

const mlp: OnGpu = {
  takes(spec, device) {
    const params = paramsOf(spec);
    return takesMlp(device, params, params.P);
  },
  run: async (spec, trainers, images) => ({
    ...(await mlpTrial(trainers, paramsOf(spec), classTaskOf(spec, images), spec.seed)),
  }),
};

const table: Readonly<Record<string, OnGpu>> = { mlp };

/** The road of a model of this name on a GPU; undefined where there is none. */
export function onGpu(model: string): OnGpu | undefined {
  return table[model];
}
