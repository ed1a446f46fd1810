import { gaussian, type Random, spin, stream } from '@mcover/core';
import type { PlainReals, PlainSpins } from '@mcover/models';
import { demand, demandNear } from '../law.ts';

const randomOf = (name: string): Random => stream({ root: 29, trial: 0 }, name, {});

/** Flips that a state of weights ±1 is followed over; as many weights whose derivative is measured. */
const many = 60;

/** The cached change of every flip is that of the energy, an integer, as a state made anew has it. */
export function checkSpins({ N, unit, state }: PlainSpins): void {
  const random = randomOf('plain spins');
  demand(unit > 0 && Number.isFinite(unit), `the unit of energy is ${unit}`);
  const weights = Int8Array.from({ length: N }, () => spin(random));
  const followed = state(weights.slice());
  for (let flip = 0; flip < many; flip++) {
    const q = random.next() % N;
    const before = followed.energy();
    const change = followed.delta(q);
    demand(Number.isInteger(before), `an energy of ${before} units is no integer`);
    demand(followed.energy() === before && followed.delta(q) === change, `delta(${q}) changes the state`);
    followed.flip(q);
    weights[q] = -weights[q];
    const after = followed.energy();
    demand(
      after - before === change,
      `delta(${q}) is ${change}, but the energy goes from ${before} to ${after}`,
    );
    const anew = state(weights.slice());
    demand(
      anew.energy() === after,
      `the energy is ${after} after flips, ${anew.energy()} of the same weights`,
    );
    const other = random.next() % N;
    const [kept, made] = [followed.delta(other), anew.delta(other)];
    demand(kept === made, `delta(${other}) is ${kept} after flips, ${made} of the same weights`);
  }
}

/** Two flips of a weight are none. */
export function checkFlips({ N, state }: PlainSpins): void {
  const random = randomOf('plain flips');
  const twice = state(Int8Array.from({ length: N }, () => spin(random)));
  const deltas = () => Array.from({ length: Math.min(N, many) }, (_, q) => twice.delta(q));
  const [energy, before] = [twice.energy(), deltas()];
  for (let q = 0; q < Math.min(N, many); q++) {
    twice.flip(q);
    twice.flip(q);
    demand(
      twice.energy() === energy,
      `weight ${q} flipped twice makes the energy ${twice.energy()}, not ${energy}`,
    );
  }
  deltas().forEach((delta, q) => {
    demand(delta === before[q], `delta(${q}) is ${delta} after flips that undo each other, not ${before[q]}`);
  });
}

/** The gradient of a pattern's loss is its slope, by central differences, and is added to what is there. */
export function checkGradient({ N, P, loss }: PlainReals): void {
  const random = randomOf('plain gradient');
  // Weights of about 1/√N keep sums over N of them of order one, where functions bend.
  const weights = Float64Array.from({ length: N }, () => gaussian(random) / Math.sqrt(N));
  const unread = new Float64Array(N);
  const at = (mu: number, q: number, shift: number) => {
    const moved = weights.slice();
    moved[q] += shift;
    return loss(moved, mu, unread);
  };
  for (let i = 0; i < many; i++) {
    const [mu, q] = [random.next() % P, random.next() % N];
    const gradient = new Float64Array(N);
    const here = loss(weights, mu, gradient);
    demand(Number.isFinite(here), `the loss of pattern ${mu} is ${here}`);
    const twice = gradient.slice();
    demand(loss(weights, mu, twice) === here, `the loss of pattern ${mu} is another one the second time`);
    demandNear(
      twice,
      gradient.map((g) => 2 * g),
      (at) => 1e-12 * Math.abs(gradient[at]),
      `a gradient added to itself`,
    );
    const step = 1e-5;
    const slope = (at(mu, q, step) - at(mu, q, -step)) / (2 * step);
    // Of the third derivative 1e-10, of rounding 1e-11.
    const allowed = 1e-7 * (1 + Math.abs(slope));
    demand(
      Math.abs(gradient[q] - slope) <= allowed,
      `the derivative of pattern ${mu} by weight ${q} is ${gradient[q]}, where the loss has the slope ${slope}`,
    );
  }
}
