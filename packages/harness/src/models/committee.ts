import { type CommitteeParams, checkShape, runCommittee } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { committeeBytes, fewerChannels } from '@mcover/wasm';
import { type BinaryTaskParams, checkTask, taskOf, taskSeconds } from '../data/task.ts';
import { refuseBeyondWasm } from './memory.ts';
import type { Model } from './model.ts';

const paramsOf = (spec: TrialSpec) => spec.params as unknown as CommitteeParams & BinaryTaskParams;

interface Pace {
  /** Nanoseconds of a pattern in an epoch, however many products it takes. */
  pattern: number;
  /** Nanoseconds of one product of a routed weight and an input. */
  product: number;
}

const paces: Readonly<Record<string, Pace>> = {
  wasm: { pattern: 2000, product: 0.02 },
  reference: { pattern: 0, product: 1.6 },
};

export const committee: Model = {
  engines: ['wasm', 'reference'],
  check(spec, engine) {
    checkTask(spec);
    const params = paramsOf(spec);
    checkShape(params);
    const { N, K, P, M = 1, S = 1 } = params;
    if (engine === 'wasm') {
      refuseBeyondWasm(committeeBytes({ N, K, bank: { M, S }, patterns: { P } }), fewerChannels);
    }
  },
  // Each pattern takes one product forward and one backward for each weight, cover and channel; one cover has
  // nothing to route. A training that stops early takes less.
  seconds(spec, engine) {
    const { N, K, P, epochs, M = 1, S = 1 } = paramsOf(spec);
    const products = 2 * N * K * M * (M === 1 ? 1 : S);
    const { pattern, product } = paces[engine];
    return taskSeconds(spec) + (epochs * P * (pattern + products * product)) / 1e9;
  },
  run: (spec, engine, images) => ({
    ...runCommittee(paramsOf(spec), taskOf(spec, images), spec.seed, engine),
  }),
};
