import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnnealingProblem, type Schedule, temperatures } from '@mcover/core';
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
  const parts = [sizes, random.state, each, weights, bank.inverses, G];
  // One rounding an operation, as in JavaScript.
  return compiled('annealing', ['-O3', '-march=native', '-ffp-contract=off', '-lm'], (folder) => {
    const path = join(folder, 'problem');
    const bytes = parts.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    writeFileSync(path, Buffer.concat(bytes));
    return [path];
  });
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
