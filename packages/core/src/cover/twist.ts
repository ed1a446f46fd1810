import { InputError } from '../error.ts';
import { below } from '../random/draw.ts';
import { stream } from '../random/stream.ts';
import type { Random } from '../random/xoshiro.ts';
import type { Bank } from './bank.ts';
import { type Kernel, kernelKey, kernelMatrix } from './kernel.ts';
import { mostExactCovers, PermanentLaw } from './permanent.ts';
import { permutationSampler } from './sampler.ts';

/**
 * Twist: the probability that a walk round a 4-cycle of the lifted graph, weight – channel – weight – channel, ends in
 * another cover than it began in. Relabelling the covers of a weight or a channel does not change it. It is 0 where
 * covers are but copies, and 1 − 1/M! where routes are uniform.
 */
export interface Twist {
  readonly share: number;
  /** Of an estimate; 0 where the share is exact. */
  readonly standardError: number;
}

/** Most covers whose M! permutations are enumerated, in pairs. */
const mostEnumerated = 6;

/**
 * The twist of a kernel, P(ρ₁⁻¹ρ₂ρ₃⁻¹ρ₄ ≠ id) for independent ρ_i ~ P_Q (Eq. 6), exactly:
 * 1 − Σ_g d(g)² with d(g) = Σ_ρ P_Q(ρ) P_Q(ρg). O(M!²), so M ≤ 6.
 *
 * @example
 * kernelTwist({ kind: 'identity' }, 4); // 0
 * kernelTwist({ kind: 'uniform' }, 3).toFixed(12); // '0.833333333333'
 * kernelTwist({ kind: 'directed-ring', mu: 2, sigma: 0.75 }, 3).toFixed(3); // '0.314'
 * kernelTwist({ kind: 'uniform' }, 7); // throws M: the twist is enumerated for 1 to 6 covers
 *
 * @throws InputError beyond 6 covers, for a kernel that `kernelMatrix` refuses, or perm(Q) = 0.
 */
export function kernelTwist(kernel: Kernel, M: number): number {
  if (!(Number.isInteger(M) && M >= 1 && M <= mostEnumerated))
    throw new InputError('M', `the twist is enumerated for 1 to ${mostEnumerated} covers, not for ${M}`);
  const law = new PermanentLaw(kernelMatrix(kernel, M), M);
  const all = permutations(M);
  const places = new Int16Array(M ** M);
  all.forEach((rho, i) => {
    places[numberOf(rho, M)] = i;
  });
  const P = Float64Array.from(all, (rho) => law.probability(rho));
  let untwisted = 0;
  const product = new Uint8Array(M);
  for (const g of all) {
    let d = 0;
    for (let i = 0; i < all.length; i++) {
      if (P[i] === 0) continue;
      for (let a = 0; a < M; a++) product[a] = all[i][g[a]];
      d += P[i] * P[places[numberOf(product, M)]];
    }
    untwisted += d * d;
  }
  return Math.max(0, 1 - untwisted);
}

/** Pairs of permutations that an estimate draws. */
const drawnPairs = 20_000;

/**
 * The twist of a kernel over up to 16 covers: exact for M ≤ 6. Beyond, of 20 000 drawn ρ⁻¹ρ′, the share of pairs that
 * differ: d(g) is their law, and Σ_g d(g)² the probability that two agree. The draws are fixed by kernel and M.
 *
 * @example
 * twistOf({ kind: 'uniform' }, 2); // { share: 0.5, standardError: 0 }
 * twistOf({ kind: 'directed-ring', mu: 3, sigma: 1.5 }, 9).share > 0.99; // true
 *
 * @throws InputError beyond 16 covers, for a kernel that `kernelMatrix` refuses, or perm(Q) = 0.
 */
export function twistOf(kernel: Kernel, M: number): Twist {
  if (M <= mostEnumerated) return { share: kernelTwist(kernel, M), standardError: 0 };
  if (M > mostExactCovers)
    throw new InputError('M', `the twist is there for up to ${mostExactCovers} covers, not for ${M}`);
  const random = stream({ root: 0, trial: 0 }, 'twist', { M, kernel: kernelKey(kernel) });
  const sampler = permutationSampler(kernel, M);
  const [rho, other, difference] = [new Uint8Array(M), new Uint8Array(M), new Uint8Array(M)];
  const counts = new Map<string, number>();
  for (let i = 0; i < drawnPairs; i++) {
    sampler.sample(random, rho);
    sampler.sample(random, other);
    for (let a = 0; a < M; a++) difference[rho[a]] = other[a];
    const key = difference.join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let agreeing = 0;
  let cubes = 0;
  for (const count of counts.values()) {
    agreeing += (count * (count - 1)) / (drawnPairs * (drawnPairs - 1));
    cubes += (count / drawnPairs) ** 3;
  }
  // Of a U-statistic of pairs: 4 (Σ d³ − (Σ d²)²)/n.
  const variance = (4 * Math.max(0, cubes - agreeing * agreeing)) / drawnPairs;
  return { share: 1 - agreeing, standardError: Math.sqrt(variance) };
}

/**
 * The share of twisted 4-cycles of a bank, from `cycles` draws of two weights and two channels. Without two of each
 * there is no 4-cycle, and the share is 0: with S = 1 covers are copies under other names.
 *
 * @example
 * const random = stream({ root: 1, trial: 0 }, 'cycles');
 * const bank = sampleBank({ N: 500, M: 2, S: 4, kernel: { kind: 'uniform' } }, random);
 * const { share, standardError } = sampledTwist(bank, 1000, random);
 * Math.abs(share - 0.5) < 4 * standardError; // true
 * sampledTwist(identityBank(500, 2), 1000, random); // { share: 0, standardError: 0 }
 */
export function sampledTwist({ N, M, S, routes, inverses }: Bank, cycles: number, random: Random): Twist {
  if (N === 1 || S === 1) return { share: 0, standardError: 0 };
  let twisted = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const q = below(random, N);
    const r = (q + 1 + below(random, N - 1)) % N;
    const s = below(random, S);
    const t = (s + 1 + below(random, S - 1)) % S;
    const [sq, sr, tq, tr] = [(s * N + q) * M, (s * N + r) * M, (t * N + q) * M, (t * N + r) * M];
    for (let a = 0; a < M; a++) {
      if (inverses[sr + routes[tr + inverses[tq + routes[sq + a]]]] === a) continue;
      twisted++;
      break;
    }
  }
  const share = twisted / cycles;
  return { share, standardError: Math.sqrt((share * (1 - share)) / cycles) };
}

/** Every permutation of 0…M−1. */
function permutations(M: number): Uint8Array[] {
  if (M === 0) return [new Uint8Array()];
  return permutations(M - 1).flatMap((rho) =>
    Array.from({ length: M }, (_, place) =>
      Uint8Array.of(...rho.subarray(0, place), M - 1, ...rho.subarray(place)),
    ),
  );
}

/** The images as digits of a number to the base M. */
function numberOf(rho: Uint8Array, M: number): number {
  let number = 0;
  for (let a = 0; a < M; a++) number = number * M + rho[a];
  return number;
}
