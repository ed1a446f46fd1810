import { ampSpinodal, bayesOptimal, informationThreshold, uninformedFixedPoint } from './bayes-optimal.ts';

/** A line to draw beside measured generalization errors. */
export interface TheoryCurve {
  name: string;
  /** Loads, rising; twice the same where the curve jumps. */
  alpha: number[];
  generalizationError: number[];
}

export interface PerceptronTheory {
  /** What the table is and how it is made. */
  source: string;
  thresholds: { information: number; ampSpinodal: number };
  curves: TheoryCurve[];
}

/**
 * The theory of the binary teacher–student perceptron, N → ∞, as the report draws it; errors to ten decimals.
 *
 * @example
 * perceptronTheory().thresholds; // { information: 1.245, ampSpinodal: 1.4926 }
 */
export function perceptronTheory(): PerceptronTheory {
  const before = [...steps(0.2, 1.24, 0.02), informationThreshold];
  const between = [informationThreshold, ...steps(1.25, 1.48, 0.01), 1.485, 1.49, 1.492, ampSpinodal];
  const after = [informationThreshold, 2];
  const uninformed = (alpha: number) => uninformedFixedPoint(alpha).generalizationError;
  const optimal = (alpha: number) => bayesOptimal(alpha).generalizationError;
  return {
    source:
      'Replica-symmetric theory of the binary teacher-student perceptron for large N: generalization error ' +
      'arccos(sqrt q)/pi of the Bayes-optimal learner (Györgyi 1990, https://doi.org/10.1103/PhysRevA.41.7097) ' +
      'and of the fixed point that approximate message passing reaches without knowledge of the teacher ' +
      '(Barbier et al. 2019, https://arxiv.org/abs/1708.03395). Computed by perceptronTheory() in ' +
      'packages/core/src/theory/tables.ts.',
    thresholds: { information: informationThreshold, ampSpinodal },
    curves: [
      {
        name: 'Bayes-optimal',
        alpha: [...before, ...after],
        generalizationError: [...before.map(uninformed), ...after.map(optimal)].map(toTenDecimals),
      },
      {
        name: 'uninformed fixed point (AMP)',
        alpha: between,
        generalizationError: between.map(uninformed).map(toTenDecimals),
      },
    ],
  };
}

/** from, from + step, …, to; each computed by itself, rounded to the decimals of a readable table. */
function steps(from: number, to: number, step: number): number[] {
  const count = Math.round((to - from) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.round((from + i * step) * 1000) / 1000);
}

function toTenDecimals(value: number): number {
  return Math.round(value * 1e10) / 1e10;
}
