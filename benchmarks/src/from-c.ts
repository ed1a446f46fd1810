import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Companion, startCompanion } from './companion.ts';
import { repository } from './options.ts';
import type { Sizes } from './products.ts';

/**
 * A C program that calls this BLAS library for products of these sizes, compiled here.
 *
 * @throws Error where there is no C compiler.
 */
export function productsFromC(library: string, { m, n, k }: Sizes): Companion {
  const folder = mkdtempSync(join(tmpdir(), 'mcover-bench-'));
  const program = join(folder, 'gemm');
  try {
    const source = join(repository, 'benchmarks', 'c', 'gemm.c');
    execFileSync('cc', ['-O2', source, '-o', program, '-ldl'], { stdio: 'ignore' });
    return startCompanion(program, [library, ...[m, n, k].map(String)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
