import {
  type BinaryCommitteeParams,
  checkBinaryCommittee,
  type ImageSplit,
  runBinaryCommittee,
  temperatures,
} from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { type BinaryTaskParams, checkTask, taskOf } from '../data/task.ts';
import type { Model } from './model.ts';

/** Fields whose visit takes as long as drawing and deciding one proposal. */
const proposalOverhead = 20;

const paramsOf = (spec: TrialSpec) => spec.params as unknown as BinaryCommitteeParams & BinaryTaskParams;

/** Unit of cost: one visit of one hidden field. A sweep proposes N·K·M flips, each of which touches S·P fields. */
export const binaryCommittee: Model = {
  check(spec) {
    checkTask(spec);
    checkBinaryCommittee(paramsOf(spec));
  },
  cost(spec) {
    const { N, K, P, schedule, sweeps, M = 1, S = 1 } = paramsOf(spec);
    const proposals = temperatures(schedule).length * sweeps * N * K * M;
    return proposals * ((M === 1 ? 1 : S) * P + proposalOverhead);
  },
  nanoseconds: { reference: 6, wasm: 6 },
  run: (spec, _engine, images?: ImageSplit) => ({
    ...runBinaryCommittee(paramsOf(spec), taskOf(spec, images), spec.seed),
  }),
};
