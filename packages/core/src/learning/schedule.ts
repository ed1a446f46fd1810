import { InputError } from '../error.ts';

/** Temperatures `from`, from − step, …, `to`, where 1/step is whole and both ends are multiples of step. */
export interface Schedule {
  from: number;
  to: number;
  step: number;
}

/** Most temperatures of a schedule: 80 MB as doubles, 2500 times the paper's. */
const mostTemperatures = 1e7;

/**
 * How many temperatures a schedule has, without making them.
 *
 * @throws InputError when the ends are not multiples of a step of 1/whole number, run upwards, or are over 10⁷
 * steps apart.
 */
export function temperatureCount(schedule: Schedule): number {
  const { first, last } = gridOf(schedule);
  return first - last + 1;
}

/**
 * The temperatures of a schedule, T_i = (n − i)·step computed as a quotient of whole numbers: for the paper's
 * 0.4 → 0.01 in steps of 10⁻⁴ that is (4000 − i)/10⁴. Nothing is accumulated, so nothing drifts.
 *
 * @example
 * temperatures({ from: 0.4, to: 0.1, step: 0.1 }); // [0.4, 0.3, 0.2, 0.1]
 * temperatures({ from: 0.1, to: 0.4, step: 0.1 }); // throws schedule/to: 0.4 is not a temperature
 *
 * @throws InputError as `temperatureCount`.
 */
export function temperatures(schedule: Schedule): Float64Array {
  const { perUnit, first, last } = gridOf(schedule);
  return Float64Array.from({ length: first - last + 1 }, (_, i) => (first - i) / perUnit);
}

/** A schedule in whole numbers: T = first/perUnit, (first − 1)/perUnit, …, last/perUnit. */
function gridOf({ from, to, step }: Schedule) {
  const perUnit = whole(1 / step, 'schedule/step', `${step} is not one over a whole number`);
  const first = whole(from * perUnit, 'schedule/from', `${from} is not a multiple of the step ${step}`);
  const last = whole(to * perUnit, 'schedule/to', `${to} is not a multiple of the step ${step}`);
  if (last < 1 || last > first) {
    throw new InputError('schedule/to', `${to} is not a temperature above 0 and at most ${from}`);
  }
  const count = first - last + 1;
  if (count > mostTemperatures) {
    const remedy = 'take a larger step, or ends that are closer';
    throw new InputError(
      'schedule/step',
      `${step} makes ${count} temperatures, over ${mostTemperatures}; ${remedy}`,
    );
  }
  return { perUnit, first, last };
}

/** The whole number that a decimal fraction was meant to give. */
function whole(x: number, path: string, complaint: string): number {
  const rounded = Math.round(x);
  if (!(rounded >= 1 && Math.abs(x - rounded) < 1e-6)) throw new InputError(path, complaint);
  return rounded;
}
