import { normalCdf } from './distributions.ts';
import { level } from './interval.ts';
import { tQuantile } from './student.ts';

/** What one side of a difference of means is known by; the differences of pairs are a sample of their own. */
export interface Sampled {
  deviation: number;
  n: number;
}

/** Probability of finding a difference that is there: 80 %, by convention. */
const usualPower = 0.8;

/** As many trials are as good as never. */
const most = 1e6;

/**
 * The true difference that Student's test (Welch's, of two samples) at the 5 % level finds with 80 % power, if the
 * standard deviations are those given. Undefined where they are 0: any difference would be found.
 */
export function detectableDifference(samples: readonly Sampled[]): number | undefined {
  const { error, degrees } = precisionOf(samples);
  return error === 0 ? undefined : detectableShift(degrees) * error;
}

/** By degrees of freedom: of cells with as many trials they are all alike. */
const shifts = new Map<number, number>();
const mostShifts = 1000;

/** The true difference in standard errors that is found with 80 % power. */
function detectableShift(degrees: number): number {
  const known = shifts.get(degrees);
  if (known !== undefined) return known;
  const nodes = nodesOf(degrees);
  let high = 1;
  while (powerOver(nodes, high) < usualPower) high *= 2;
  let low = 0;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (powerOver(nodes, middle) < usualPower) low = middle;
    else high = middle;
  }
  if (shifts.size === mostShifts) shifts.clear();
  shifts.set(degrees, high);
  return high;
}

/**
 * The fewest trials, or pairs of trials, with which that test finds a true difference with 80 % power; infinite
 * beyond a million.
 */
export function neededTrials(deviations: readonly number[], difference: number): number {
  const enough = (n: number) => {
    const { error, degrees } = precisionOf(deviations.map((deviation) => ({ deviation, n })));
    return power(Math.abs(difference) / error, degrees) >= usualPower;
  };
  if (deviations.every((deviation) => deviation === 0)) return 2;
  let high = 2;
  while (!enough(high)) {
    high *= 2;
    if (high > most) return Number.POSITIVE_INFINITY;
  }
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Standard error of the difference, and its degrees of freedom by Welch and Satterthwaite. */
function precisionOf(samples: readonly Sampled[]): { error: number; degrees: number } {
  const variances = samples.map(({ deviation, n }) => deviation ** 2 / n);
  const variance = variances.reduce((sum, value) => sum + value, 0);
  const spread = variances.reduce((sum, value, i) => sum + value ** 2 / (samples[i].n - 1), 0);
  return { error: Math.sqrt(variance), degrees: variance ** 2 / spread };
}

/** Steps of the integral below: they leave an error below 1e-10 from one degree of freedom to a million. */
const steps = 400;

/**
 * P(|T| > c) of Student's noncentral t, c the two-sided critical value: T = (Z + δ)/s for Z ~ N(0, 1) and
 * s² ~ χ²/ν, ν ≥ 1, integrated by Simpson's rule, with the density of s scaled by its own integral. It runs over
 * u = s^{1/4}, in which the density is smooth at 0 where ν is not whole as well.
 */
export function power(shift: number, degrees: number): number {
  return powerOver(nodesOf(degrees), shift);
}

/** The nodes of the integral: how much each weighs, and what Z + δ is to be beyond there. */
interface Node {
  readonly weight: number;
  readonly bound: number;
}

function nodesOf(degrees: number): Node[] {
  const critical = tQuantile((1 + level) / 2, degrees);
  // Beyond eight standard deviations of s, which are below 1/√(2ν), lies nothing.
  const from = Math.max(0, 1 - 8 / Math.sqrt(2 * degrees)) ** 0.25;
  const to = (1 + 8 / Math.sqrt(2 * degrees)) ** 0.25;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const u = from + ((to - from) * i) / steps;
    const weight = (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2) * density(u, degrees);
    return { weight, bound: critical * u ** 4 };
  });
}

function powerOver(nodes: readonly Node[], shift: number): number {
  let total = 0;
  let found = 0;
  for (const { weight, bound } of nodes) {
    total += weight;
    found += weight * (normalCdf(shift - bound, 0, 1) + normalCdf(-shift - bound, 0, 1));
  }
  return found / total;
}

/** Of u = s^{1/4}, s = √(χ²/ν), up to a factor that makes it 1 near its peak. */
function density(u: number, degrees: number): number {
  return Math.exp((4 * degrees - 1) * Math.log(u) - (degrees * (u ** 8 - 1)) / 2);
}
