import { checkWhole, InputError } from '../error.ts';
import { exp } from '../numeric/exp.ts';
import { log } from '../numeric/log.ts';
import { mostCovers } from './sampler.ts';

/** How many banks there are up to the names of covers. */
export interface BankClasses {
  /** Where it is below 10^300. */
  readonly exact?: bigint;
  readonly log10: number;
}

/**
 * The banks of N weights, S channels and M covers that are not the same up to the names of the covers of each weight and
 * channel: the M-covers of the complete bipartite graph K_{N,S} up to isomorphism,
 * Σ_{λ⊢M} (Π_i i^{k_i} k_i!)^{β−1} with k_i parts i in λ and β = (N − 1)(S − 1) independent cycles (Kwak and Lee,
 * Isomorphism classes of graph bundles, 1990). With S = 1 there is one: a single channel couples nothing.
 *
 * The sum over partitions is the coefficient of x^M in Π_i Σ_k (i^k k!)^{β−1} x^{ik}.
 *
 * @example
 * bankClasses({ N: 3, M: 3, S: 2 }).exact; // 11n
 * bankClasses({ N: 1000, M: 3, S: 10 }).log10.toFixed(1); // '6995.6'
 * bankClasses({ N: 1000, M: 3, S: 1 }); // { exact: 1n, log10: 0 }
 *
 * @throws InputError where a size is no whole number from 1, M is over 255, or β is too large to be exact.
 */
export function bankClasses({ N, M, S }: { N: number; M: number; S: number }): BankClasses {
  for (const [name, size] of Object.entries({ N, M, S })) checkWhole(name, size);
  if (M > mostCovers) throw new InputError('M', `${M} covers are over ${mostCovers}: routes are bytes`);
  const cycles = (N - 1) * (S - 1);
  if (!Number.isSafeInteger(cycles)) throw new InputError('N', `${N} weights in ${S} channels are too many`);
  if (cycles === 0) return { exact: 1n, log10: 0 };
  const log10 = logarithm(M, cycles - 1) / Math.LN10;
  return log10 < mostDigits ? { exact: whole(M, BigInt(cycles - 1)), log10 } : { log10 };
}

const mostDigits = 300;

function whole(M: number, power: bigint): bigint {
  let coefficients = [1n, ...new Array<bigint>(M).fill(0n)];
  for (let i = 1; i <= M; i++) {
    const next = [...coefficients];
    let size = 1n;
    for (let k = 1; i * k <= M; k++) {
      size *= (BigInt(i) * BigInt(k)) ** power;
      for (let n = i * k; n <= M; n++) next[n] += coefficients[n - i * k] * size;
    }
    coefficients = next;
  }
  return coefficients[M];
}

/** The natural logarithm of the same. */
function logarithm(M: number, power: number): number {
  let logs = [0, ...new Array<number>(M).fill(-Infinity)];
  for (let i = 1; i <= M; i++) {
    const next = [...logs];
    let size = 0;
    for (let k = 1; i * k <= M; k++) {
      size += (log(i) + log(k)) * power;
      for (let n = i * k; n <= M; n++) next[n] = logOfSum(next[n], logs[n - i * k] + size);
    }
    logs = next;
  }
  return logs[M];
}

/** ln(eˣ + eʸ) */
function logOfSum(x: number, y: number): number {
  const [small, large] = x < y ? [x, y] : [y, x];
  return small === -Infinity ? large : large + log(1 + exp(small - large));
}
