import { type Interval, level, tQuantile } from '@mcover/report';

/** time ≈ factor · size^exponent. */
export interface PowerLaw {
  exponent: number;
  /** Student's 95 % interval of the exponent, n − 2 degrees of freedom. */
  interval: Interval;
  factor: number;
}

/**
 * The power law through at least three points, by least squares in logarithms. The residuals set the interval,
 * so it holds both the noise of the clock and what is not a power law.
 */
export function fitPowerLaw(points: readonly { size: number; time: number }[]): PowerLaw {
  const n = points.length;
  if (n < 3)
    throw new RangeError(
      `a line through ${n} points leaves no residual to judge it by; measure three or more`,
    );
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ time }) => Math.log(time));
  const [meanX, meanY] = [sum(x) / n, sum(y) / n];
  const spread = sum(x.map((value) => (value - meanX) ** 2));
  const exponent = sum(x.map((value, i) => (value - meanX) * (y[i] - meanY))) / spread;
  const constant = meanY - exponent * meanX;
  const residual = sum(x.map((value, i) => (y[i] - constant - exponent * value) ** 2));
  const half = tQuantile((1 + level) / 2, n - 2) * Math.sqrt(residual / (n - 2) / spread);
  return {
    exponent,
    interval: { low: exponent - half, high: exponent + half },
    factor: Math.exp(constant),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
