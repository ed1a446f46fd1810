import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnnealingProblem, type Schedule, temperatures } from '@mcover/core';
import type { LabelledPatterns, Xoshiro128 } from '@mcover/core/internals';
import { type Companion, startCompanion } from './companion.ts';
import { repository } from './options.ts';
import type { Sizes } from './products.ts';

/** What is said of what the C programs would have measured. */
export const noCompiler = 'no C compiler "cc"';

/**
 * A C program that calls this BLAS library for products of these sizes, compiled here.
 *
 * @throws Error where there is no C compiler.
 */
export function productsFromC(library: string, { m, n, k }: Sizes): Companion {
  return compiled('gemm', ['-O2', '-ldl'], () => [library, ...[m, n, k].map(String)]);
}

/**
 * A C program that anneals this problem (of the linear cost, without attraction) over this schedule, compiled here for this
 * processor.
 *
 * @throws Error where there is no C compiler, or the problem is larger than the program takes.
 */
export function annealingFromC(problem: AnnealingProblem, schedule: Schedule): Companion {
  const { N, P, bank, weights, random, G } = problem;
  const each = temperatures(schedule);
  const sizes = Int32Array.of(N, P, bank.M, bank.S, each.length);
  // One rounding an operation, as in JavaScript.
  const flags = ['-O3', '-march=native', '-ffp-contract=off', '-lm'];
  return compiled('annealing', flags, written([sizes, random.state, each, weights, bank.inverses, G]));
}

/** What solvers of a perceptron begin from: SBPI by `hidden` and `order`, straight-through descent by the others. */
export interface SolversProblem extends LabelledPatterns {
  readonly hidden: Int8Array;
  readonly order: Xoshiro128;
  readonly latent: Float64Array;
  readonly batches: Xoshiro128;
  readonly B: number;
}

/**
 * A C program of the solvers of this perceptron, compiled here for this processor.
 *
 * @throws Error where there is no C compiler.
 */
export function solversFromC({ N, P, B, G, y, ...problem }: SolversProblem): Companion {
  const { hidden, order, latent, batches } = problem;
  const parts = [Int32Array.of(N, P, B), order.state, batches.state, latent, hidden, y, G];
  return compiled('solvers', ['-O3', '-march=native', '-lm'], written(parts));
}

/** Writes the parts of a problem to a file of which the program is told. */
function written(parts: readonly NodeJS.TypedArray[]): (folder: string) => string[] {
  return (folder) => {
    const path = join(folder, 'problem');
    const bytes = parts.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    writeFileSync(path, Buffer.concat(bytes));
    return [path];
  };
}

/** Compiles benchmarks/c/<name>.c and starts it; what its arguments name lies in a folder that is there until it is ready. */
function compiled(
  name: string,
  flags: readonly string[],
  argumentsIn: (folder: string) => string[],
): Companion {
  const folder = mkdtempSync(join(tmpdir(), 'mcover-bench-'));
  try {
    const program = join(folder, name);
    const source = join(repository, 'benchmarks', 'c', `${name}.c`);
    execFileSync('cc', [source, '-o', program, ...flags], { stdio: 'ignore' });
    return startCompanion(program, argumentsIn(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
