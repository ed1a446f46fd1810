import { InputError, type Kernel, kernelMatrix, permutationSampler, sampleBank, stream } from '@mcover/core';
import { exactMixer, kernelKey, mostExactCovers, PermanentLaw } from '@mcover/core/internals';
import type { KernelKind } from '@mcover/models';
import { chiSquareExcess, enumeratedLaw, tally } from './frequencies.ts';
import { demand, demandSame, type Law } from './law.ts';
import { register } from './register.ts';

/** What a kernel is tried on. */
export interface KernelOptions {
  /** Numbers of covers; 1, 2, 3, 4, 5, 8 and 20 without it, of which the last is over what is sampled exactly. */
  readonly covers?: readonly number[];
}

/** Values of the parameters of a kernel of one's own. */
export interface OwnParams {
  readonly params: Readonly<Record<string, unknown>>;
}

const seed = { root: 17, trial: 0 };
const draws = 20_000;

/**
 * What holds for every kernel. Frequencies are those of a fixed seed: five standard deviations are a fault, not chance.
 */
export function lawsOfKernel({ covers = [1, 2, 3, 4, 5, 8, 20] }: KernelOptions = {}): Law<Kernel>[] {
  const forEach = (title: string, check: (kernel: Kernel, M: number) => void): Law<Kernel> => ({
    title: `${title} (M = ${covers.join(', ')})`,
    check(kernel) {
      for (const M of covers) check(kernel, M);
    },
  });
  const few = covers.filter((M) => M <= 4);
  return [
    forEach('Q is M×M, with finite entries ≥ 0, and the same each time', (kernel, M) => {
      const Q = kernelMatrix(kernel, M);
      demand(Q.length === M * M, `${Q.length} entries, not ${M}·${M}`);
      const wrong = Q.findIndex((entry) => !(Number.isFinite(entry) && entry >= 0));
      demand(wrong < 0, `entry ${wrong} of Q is ${Q[wrong]} at M = ${M}`);
      demandSame(kernelMatrix(kernel, M), Q, `Q once more at M = ${M}`);
    }),
    forEach('perm(Q) > 0: some permutation can be drawn', (kernel, M) => {
      if (M > mostExactCovers) return;
      const { permanent } = new PermanentLaw(kernelMatrix(kernel, M), M);
      demand(permanent > 0, `perm(Q) is ${permanent} at M = ${M}`);
    }),
    forEach('what is drawn are permutations, the same for the same stream', (kernel, M) => {
      const drawn = () => {
        const random = stream(seed, 'kernel laws', { M });
        const sampler = permutationSampler(kernel, M);
        return Array.from({ length: 20 }, () => {
          const rho = new Uint8Array(M);
          sampler.sample(random, rho);
          return rho;
        });
      };
      const first = drawn();
      for (const rho of first) {
        demandSame(
          rho.slice().sort(),
          Array.from({ length: M }, (_, a) => a),
          `images of ${rho} at M = ${M}`,
        );
      }
      drawn().forEach((rho, i) => {
        demandSame(rho, first[i], `draw ${i} once more at M = ${M}`);
      });
    }),
    {
      title: `permutations have the frequencies of P_Q, by enumeration (M = ${few.join(', ')})`,
      check(kernel) {
        for (const M of few) {
          const random = stream(seed, 'kernel frequencies', { M });
          const sampler = permutationSampler(kernel, M);
          const counts = tally(M, draws, (out) => sampler.sample(random, out));
          const excess = chiSquareExcess(counts, enumeratedLaw(kernelMatrix(kernel, M), M));
          demand(excess < 5, `χ² is ${excess.toFixed(1)} standard deviations above its mean at M = ${M}`);
        }
      },
    },
    forEach('a bank routes destinations by the identity, and its inverses are inverse', (kernel, M) => {
      const N = 7;
      for (const S of [1, 3, N]) {
        const bank = sampleBank({ N, M, S, kernel }, stream(seed, 'kernel banks', { M, S }));
        const distinct = new Set(bank.destinations);
        demand(distinct.size === S, `${distinct.size} destinations, not ${S}, at M = ${M}`);
        for (let at = 0; at < S * N * M; at++) {
          const a = at % M;
          const read = bank.routes[at];
          demand(bank.inverses[at - a + read] === a, `inverse of route ${at} at M = ${M}, S = ${S}`);
          const q = ((at - a) / M) % N;
          const own = bank.destinations[Math.floor(at / (N * M))] === q;
          demand(!own || read === a, `cover ${a} reads its own destination ${q} from cover ${read}`);
        }
      }
    }),
    forEach('balancing makes Q doubly stochastic, or says that it cannot', (kernel, M) => {
      const balanced = balancedOf(kernel, M);
      if (!balanced) return;
      for (let a = 0; a < M; a++) {
        let [row, column] = [0, 0];
        for (let b = 0; b < M; b++) {
          row += balanced[a * M + b];
          column += balanced[b * M + a];
        }
        demand(Math.abs(row - 1) < 1e-9, `row ${a} sums to ${row} at M = ${M}`);
        demand(Math.abs(column - 1) < 1e-9, `column ${a} sums to ${column} at M = ${M}`);
      }
    }),
    {
      title: 'its key is the same for equal parameters, and another for others',
      check(kernel) {
        const key = kernelKey(kernel);
        const entries = Object.entries(kernel);
        demand(
          kernelKey({ ...kernel, ...Object.fromEntries(entries.reverse()) }) === key,
          'the key of a copy',
        );
        for (const [name, value] of entries) {
          if (typeof value === 'function') continue;
          const other = kernelKey({ ...kernel, [name]: changed(value) });
          demand(other !== key, `"${key}" is the key of another ${name} as well`);
        }
      },
    },
  ];
}

/** Q with unit sums, or nothing where it has no such scaling, which balancing must say. */
function balancedOf(kernel: Kernel, M: number): Float64Array | undefined {
  try {
    return exactMixer(kernel, M);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Another value of the same type. */
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.map(changed);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one)]));
  }
  return `${value}'`;
}

/**
 * Registers the laws of a kernel as tests of vitest: of one of the program, or of one's own with values of its parameters.
 *
 * @example
 * kernelLaws(kernel, { params: { p: 0.3 } });
 */
export function kernelLaws(kernel: Kernel, options?: KernelOptions): void;
export function kernelLaws(kernel: KernelKind, options: KernelOptions & OwnParams): void;
export function kernelLaws(
  kernel: Kernel | KernelKind,
  options: KernelOptions & Partial<OwnParams> = {},
): void {
  const meant = withParams(kernel, options.params);
  register(`the kernel ${kernelKey(meant)}`, lawsOfKernel(options), meant);
}

function withParams(kernel: Kernel | KernelKind, params: OwnParams['params'] | undefined): Kernel {
  if (params === undefined) return kernel as Kernel;
  const { kind, rows } = kernel as KernelKind;
  return { ...params, kind, rows: (M: number) => rows(params, M) };
}
