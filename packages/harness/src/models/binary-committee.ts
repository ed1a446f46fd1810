import {
  type BinaryCommitteeParams,
  checkBinaryCommittee,
  runBinaryCommittee,
  temperatureCount,
} from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { type BinaryTaskParams, checkTask, taskOf, taskSeconds } from '../data/task.ts';
import type { Model } from './model.ts';

/** Nanoseconds to draw and decide a proposal, and to visit one of its hidden fields. */
const proposal = 120;
const field = 6;

const paramsOf = (spec: TrialSpec) => spec.params as unknown as BinaryCommitteeParams & BinaryTaskParams;

export const binaryCommittee: Model = {
  check(spec) {
    checkTask(spec);
    checkBinaryCommittee(paramsOf(spec));
  },
  engines: ['reference'],
  // A sweep proposes N·K·M flips, each of which touches S·P fields.
  seconds(spec) {
    const { N, K, P, schedule, sweeps, M = 1, S = 1 } = paramsOf(spec);
    const proposals = temperatureCount(schedule) * sweeps * N * K * M;
    const visited = (M === 1 ? 1 : S) * P;
    return taskSeconds(spec) + (proposals * (proposal + field * visited)) / 1e9;
  },
  run: (spec, _engine, images) => ({
    ...runBinaryCommittee(paramsOf(spec), taskOf(spec, images), spec.seed),
  }),
};
