import { checkPerceptron, type PerceptronParams, runPerceptron, temperatures } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import type { Model } from './model.ts';

/** Margins whose visit takes as long as drawing and deciding one proposal. */
const proposalOverhead = 20;

const paramsOf = (spec: TrialSpec) => spec.params as unknown as PerceptronParams;

/** Unit of cost: one visit of one margin. A sweep proposes N·M flips, each of which touches S·P margins. */
export const perceptron: Model = {
  check: (spec) => checkPerceptron(paramsOf(spec)),
  cost(spec) {
    const { N, alpha, schedule, sweeps, M = 1, S = 1 } = paramsOf(spec);
    const proposals = temperatures(schedule).length * sweeps * N * M;
    return proposals * (S * Math.round(alpha * N) + proposalOverhead);
  },
  nanoseconds: { wasm: 0.02, reference: 2.5 },
  run: (spec, engine) => ({ ...runPerceptron(paramsOf(spec), spec.seed, engine) }),
};
