import { type Coupling, gauge, teacherStudent, temperatures } from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { batchedAnnealer } from '../annealing/annealer.ts';

/** How fast a device anneals a batch, and what came out, to see that it annealed. */
export interface AnnealingSpeed {
  /** From the problems in memory to all trials annealed. */
  readonly trialsPerSecond: number;
  /** A proposal of one trial, where all are under way: time of the sweeps by proposals of all trials. */
  readonly nanosecondsPerProposal: number;
  /** Seconds of upload and compilation, and of the sweeps. */
  readonly preparing: number;
  readonly sweeping: number;
  /** Share of the trials that ended at energy 0. */
  readonly solved: number;
}

/** Couplings of the paper's methods (Table 3). */
export const methods = {
  vanilla: { kind: 'alone', M: 1 },
  rsa: { kind: 'attraction', M: 3, strength: 1, growth: 1 },
  mcover: { kind: 'routing', M: 3, S: 10, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } },
} as const satisfies Record<string, Coupling>;

/** Different sets of patterns of a batch: speed does not depend on them, and making them takes longest. */
const patternSets = 16;

/**
 * Anneals trials of a method at the load 1.58, with everything a trial has: its own weights, bank, generator.
 *
 * @param now milliseconds of a clock.
 */
export async function annealingSpeed(
  device: GPUDevice,
  { method, N, trials, step }: { method: keyof typeof methods; N: number; trials: number; step: number },
  now: () => number,
): Promise<AnnealingSpeed> {
  const P = Math.round(1.58 * N);
  const schedule = { from: 0.4, to: 0.01, step };
  const sets = Array.from({ length: Math.min(trials, patternSets) }, (_, trial) => {
    const { x, y } = teacherStudent(N, P, { root: 1, trial });
    return { N, P, G: gauge(x, y) };
  });
  const of = { cost: 'linear', coupling: methods[method] } as const;
  const problems = Array.from({ length: trials }, (_, trial) =>
    perceptronProblem(sets[trial % sets.length], of, { root: 1, trial }),
  );

  const began = now();
  const annealer = await batchedAnnealer(device, problems);
  await annealer.energies();
  const ready = now();
  const all = temperatures(schedule);
  await annealer.sweep(all);
  const energies = await annealer.energies();
  const ended = now();
  annealer.destroy();
  const sites = problems[0].weights.length;
  return {
    trialsPerSecond: (1000 * trials) / (ended - began),
    nanosecondsPerProposal: (1e6 * (ended - ready)) / (trials * sites * all.length),
    preparing: (ready - began) / 1000,
    sweeping: (ended - ready) / 1000,
    solved: energies.filter((energy) => energy === 0).length / trials,
  };
}
