import { exp } from '../numeric/exp.ts';
import { gaussianDensity, gaussianTail } from '../numeric/gaussian-tail.ts';
import { log } from '../numeric/log.ts';
import { tanh } from '../numeric/tanh.ts';

/*
 * The large binary teacher–student perceptron with P = αN patterns by one number, the overlap q = (w·w*)/N that a learner's
 * posterior mean has with the teacher, and with itself (Györgyi 1990, https://doi.org/10.1103/PhysRevA.41.7097; Barbier et
 * al. 2019, https://arxiv.org/abs/1708.03395).
 */

/** From here on all patterns say the same: q is 1. */
const complete = 1 - 1e-9;

/**
 * One step of state evolution, q → E_z tanh(√r z + r), z ~ N(0, 1), with r = r(q, α). It rises with q.
 *
 * @example
 * nextOverlap(0, 1).toFixed(4); // '0.4146'
 */
export function nextOverlap(q: number, alpha: number): number {
  if (q > complete) return 1;
  const next = overlap(fieldStrength(q, alpha));
  return next > complete ? 1 : next;
}

/**
 * The overlaps q_1, q_2, … that approximate message passing reaches in its first iterations for N → ∞.
 *
 * @example
 * stateEvolution(1.58, 3).map((q) => Math.round(q * 1e4) / 1e4); // [0.5523, 0.7037, 0.7722]
 */
export function stateEvolution(alpha: number, steps: number): Float64Array {
  const path = new Float64Array(steps);
  for (let t = 0; t < steps; t++) path[t] = nextOverlap(t === 0 ? 0 : path[t - 1], alpha);
  return path;
}

/**
 * Entropy, in nats per weight, of the weight vectors that contradict no pattern, where q is a fixed point:
 * −r(1 + q)/2 + E ln 2cosh(√r z + r) + 2α ∫Dt H(at) ln H(at), a = √(q/(1 − q)).
 *
 * @example
 * entropy(1e-9, 0).toFixed(6); // '0.693147'
 */
export function entropy(alpha: number, q: number): number {
  const r = fieldStrength(q, alpha);
  const free = integral((z) => gaussianDensity(z) * logOfTwoCosh(Math.sqrt(r) * z + r));
  const scale = Math.sqrt(1 - q);
  const known = integral((v) => {
    const H = gaussianTail(Math.sqrt(q) * v);
    return gaussianDensity(scale * v) * H * log(H);
  });
  return free - (r * (1 + q)) / 2 + 2 * alpha * scale * known;
}

/** Loads at which the large perceptron changes. */
export interface Thresholds {
  /** The entropy is 0: from here on the teacher is the only weight vector that contradicts nothing. */
  readonly information: number;
  /** The smallest fixed point becomes 1: from here on message passing finds the teacher. */
  readonly ampSpinodal: number;
}

/**
 * Both thresholds, from the line of fixed points: that of the strength r is q = E tanh(√r z + r) at the load
 * α = r/r(q, 1), which rises to the spinodal and falls beyond it.
 *
 * @example
 * const { information, ampSpinodal } = thresholds();
 * [information.toFixed(4), ampSpinodal.toFixed(4)]; // ['1.2447', '1.4926']
 */
export function thresholds(): Thresholds {
  const loadAt = (r: number) => r / fieldStrength(overlap(r), 1);
  const top = between(1, 6, (low, high) => loadAt(low) < loadAt(high));
  const last = between(1, top, (r) => entropy(loadAt(r), overlap(r)) > 0);
  return { information: loadAt(last), ampSpinodal: loadAt(top) };
}

/** A place in an interval, closed in on in thirds: the upper ones as long as `above` says that it lies there. */
function between(low: number, high: number, above: (low: number, high: number) => boolean): number {
  for (let i = 0; i < 60; i++) {
    const third = (high - low) / 3;
    if (above(low + third, high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
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

function logOfTwoCosh(x: number): number {
  const size = Math.abs(x);
  return size + log(1 + exp(-2 * size));
}

/** ∫f over the line, by the trapezoidal rule: its error is exponentially small for these smooth integrands. */
function integral(f: (x: number) => number): number {
  const perUnit = 16;
  let sum = 0;
  for (let i = -10 * perUnit; i <= 10 * perUnit; i++) sum += f(i / perUnit);
  return sum / perUnit;
}
