import { type CommitteeParams, checkShape, type ImageSplit, runCommittee } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { type BinaryTaskParams, checkTask, taskOf } from '../data/task.ts';
import type { Model } from './model.ts';

const paramsOf = (spec: TrialSpec) => spec.params as unknown as CommitteeParams & BinaryTaskParams;

/**
 * Unit of cost: one product of a routed weight and an input. Each pattern takes one forward and one backward for
 * each weight, cover and channel; a training that stops early takes less. One cover has nothing to route.
 */
export const committee: Model = {
  check(spec) {
    checkTask(spec);
    checkShape(paramsOf(spec));
  },
  cost(spec) {
    const { N, K, P, epochs, M = 1, S = 1 } = paramsOf(spec);
    return 2 * epochs * P * N * K * M * (M === 1 ? 1 : S);
  },
  nanoseconds: { reference: 1.6 },
  run: (spec, engine, images?: ImageSplit) => {
    if (spec.arithmetic !== engine.arithmetic) {
      throw new Error(`the trial is one of ${spec.arithmetic}, and engine ${engine.name} is not`);
    }
    return { ...runCommittee(paramsOf(spec), taskOf(spec, images), spec.seed, engine) };
  },
};
