import { acos } from '../numeric/acos.ts';
import { nextOverlap } from './state-evolution.ts';

/**
 * Load beyond which the patterns leave the teacher as the only solution, so that the optimal error is 0
 * (Györgyi 1990, https://doi.org/10.1103/PhysRevA.41.7097; `thresholds` computes 1.24468).
 */
export const informationThreshold = 1.245;

/**
 * Load up to which `uninformedFixedPoint` is below 1: beyond, approximate message passing finds the teacher
 * (its state evolution: Barbier et al. 2019, https://arxiv.org/abs/1708.03395; `thresholds` computes 1.49263).
 */
export const ampSpinodal = 1.4926;

/** A state of the large binary teacher–student perceptron. */
export interface PerceptronState {
  /** Overlap q of two weight vectors of the posterior, and of each with the teacher. */
  q: number;
  /** arccos(√q)/π, the error of the posterior's mean, whose overlap with the teacher is √q. */
  generalizationError: number;
}

/**
 * The best that any learner can do with P = αN patterns, N → ∞.
 *
 * @example
 * bayesOptimal(1).generalizationError.toFixed(4); // '0.2306'
 * bayesOptimal(2); // { q: 1, generalizationError: 0 }
 */
export function bayesOptimal(alpha: number): PerceptronState {
  return alpha < informationThreshold ? uninformedFixedPoint(alpha) : state(1);
}

/**
 * The state that approximate message passing reaches from no knowledge of the teacher, by state
 * evolution from q = 0. Its map rises with q, so that this is the smallest of its fixed points.
 *
 * @example
 * uninformedFixedPoint(1.3).generalizationError.toFixed(4); // '0.1754'
 *
 * @throws RangeError for a load that is not above 0.
 */
export function uninformedFixedPoint(alpha: number): PerceptronState {
  if (!(alpha > 0)) throw new RangeError(`a load α must be above 0; ${alpha} is not`);
  let q = 0;
  for (;;) {
    const next = nextOverlap(q, alpha);
    if (next === 1 || next - q < 1e-14) return state(next);
    q = next;
  }
}

function state(q: number): PerceptronState {
  return { q, generalizationError: acos(Math.sqrt(q)) / Math.PI };
}
