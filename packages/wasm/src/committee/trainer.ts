import type { CommitteeProblem, CommitteeTrainer, Labelled } from '@mcover/core';
import { committeeCode } from '../kernels.ts';
import { allocate } from '../memory.ts';
import { instantiate } from '../module.ts';
import { fewerChannels } from '../remedy.ts';
import { gradientNorm } from './gradient-norm.ts';
import { committeeLayout } from './layout.ts';
import { collapsedWeights, packCommittee, packWeights, unpackWeights } from './pack.ts';
import { hardReadout } from './readout.ts';

/** What an instance of the kernels can do, in a memory that holds a packed committee (assembly/committee). */
interface Kernels {
  step(count: number, beta: number, gamma: number, rate: number): number;
  attract(strength: number): void;
  /** Scales the rows of all copies to unit norm. */
  normalise(): void;
}

/**
 * Training of a committee in singles, in the order of sums that assembly/committee states.
 *
 * @throws InputError when the committee takes more memory than there is; committeeBytes tells how much.
 */
export function committeeTrainer(problem: CommitteeProblem): CommitteeTrainer {
  const { layout, bytes } = committeeLayout(problem);
  const memory = allocate(bytes, fewerChannels);
  packCommittee(problem, layout, memory.buffer);
  const kernels = instantiate<Kernels>(committeeCode, memory, layout);
  const inMemory = new Int32Array(memory.buffer, layout.batch, problem.patterns.P);

  const inWeights = new Float32Array(memory.buffer, layout.weights);
  const weights = (to?: Float64Array) => unpackWeights(layout, memory.buffer, to);
  let stepped = false;
  /** By what they read, which is packed when it is first read. */
  const readouts = new Map<Labelled, (J: Float64Array) => number>();

  return {
    step(batch, { beta, gamma, rate }) {
      inMemory.set(batch);
      stepped = true;
      return kernels.step(batch.length, beta, gamma, rate);
    },
    attract: (strength) => kernels.attract(strength),
    replace(others) {
      packWeights(others, layout, inWeights);
      kernels.normalise();
    },
    error(patterns, J = collapsedWeights(layout, memory.buffer)) {
      const read = readouts.get(patterns) ?? hardReadout(patterns, problem.K);
      readouts.set(patterns, read);
      return read(J);
    },
    weights,
    gradientNorm: () => (stepped ? gradientNorm(layout, memory.buffer) : Number.NaN),
    snapshot: () => ({ weights: weights(), kept: [] }),
  };
}
