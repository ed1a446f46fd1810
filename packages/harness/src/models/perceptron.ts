import { checkPerceptron, type PerceptronParams, runPerceptron, temperatureCount } from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import { fewerChannels, perceptronBytes } from '@mcover/wasm';
import { refuseBeyondWasm } from './memory.ts';
import type { Model } from './model.ts';

interface Pace {
  /** Nanoseconds to draw and decide a proposal, without its margins. */
  proposal: number;
  /** Nanoseconds to visit one margin of a proposal, over a whole schedule. */
  margin: number;
}

const paces: Readonly<Record<string, Pace>> = {
  wasm: { proposal: 16, margin: 0.01 },
  reference: { proposal: 50, margin: 2.5 },
};

/** Nanoseconds to draw one input of one pattern, and to pack it. */
const input = 20;

const paramsOf = (spec: TrialSpec) => spec.params as unknown as PerceptronParams;

export const perceptron: Model = {
  engines: ['wasm', 'reference'],
  check(spec, engine) {
    const params = paramsOf(spec);
    checkPerceptron(params);
    const { N, alpha, cost, M = 1, S = 1 } = params;
    if (engine === 'wasm') {
      refuseBeyondWasm(perceptronBytes({ N, P: Math.round(alpha * N), cost, bank: { M, S } }), fewerChannels);
    }
  },
  // A sweep proposes N·M flips, each of which touches S·P margins.
  seconds(spec, engine) {
    const { N, alpha, schedule, sweeps, M = 1, S = 1 } = paramsOf(spec);
    const P = Math.round(alpha * N);
    const proposals = temperatureCount(schedule) * sweeps * N * M;
    const { proposal, margin } = paces[engine];
    return (N * P * input + proposals * (proposal + margin * S * P)) / 1e9;
  },
  run: (spec, engine) => ({ ...runPerceptron(paramsOf(spec), spec.seed, engine) }),
};
