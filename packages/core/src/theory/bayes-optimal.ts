import { acos } from '../numeric/acos.ts';
import { tanh } from '../numeric/tanh.ts';
import { gaussianDensity, gaussianTail } from './gaussian-tail.ts';

/**
 * Load beyond which the patterns leave the teacher as the only solution, so that the optimal error is 0
 * (Györgyi 1990, https://doi.org/10.1103/PhysRevA.41.7097).
 */
export const informationThreshold = 1.245;

/**
 * Load up to which `uninformedFixedPoint` is below 1: beyond, approximate message passing finds the teacher
 * (its state evolution: Barbier et al. 2019, https://arxiv.org/abs/1708.03395; the fixed point ends at 1.49263).
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
 * The state that approximate message passing reaches from no knowledge of the teacher, by iteration of
 * q = E_z tanh(√r z + r), z ~ N(0, 1), with r = r(q, α), from q = 0. The map rises with q, so that this
 * is the smallest of its fixed points.
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
    const next = overlap(fieldStrength(q, alpha));
    if (next > 1 - 1e-9) return state(1);
    if (next - q < 1e-14) return state(next);
    q = next;
  }
}

function state(q: number): PerceptronState {
  return { q, generalizationError: acos(Math.sqrt(q)) / Math.PI };
}

/** E_z tanh(√r z + r). */
function overlap(r: number): number {
  return integral((z) => gaussianDensity(z) * tanh(Math.sqrt(r) * z + r));
}

/**
 * r = 2α ∫Dt φ²(at)/[(1 − q)H(at)], a = √(q/(1 − q)), with t = √(1 − q)·v, which makes the integrand as wide
 * as a Gaussian of variance one for every q.
 */
function fieldStrength(q: number, alpha: number): number {
  const scale = Math.sqrt(1 - q);
  const value = integral((v) => {
    const u = Math.sqrt(q) * v;
    const density = gaussianDensity(u);
    return (gaussianDensity(scale * v) * density * density) / gaussianTail(u);
  });
  return (2 * alpha * value) / scale;
}

/** ∫f over the line, by the trapezoidal rule: its error is exponentially small for these smooth integrands. */
function integral(f: (x: number) => number): number {
  const perUnit = 16;
  let sum = 0;
  for (let i = -10 * perUnit; i <= 10 * perUnit; i++) sum += f(i / perUnit);
  return sum / perUnit;
}
