import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from './measure.ts';
import { repository } from './options.ts';

interface Kernels {
  chain(steps: number, by: number): number;
  pairs(steps: number, factor: number, term: number): number;
}

const steps = 10_000;
/** Operations of a step (benchmarks/assembly/limits.ts). */
const cycles = 16;
const multiplyAdds = 48;

/**
 * What this processor can do in WebAssembly: a task whose unit is a cycle of the core, and one whose unit is a multiplication
 * and an addition of singles, in vectors of 128 bits that lie in registers. Compiled here.
 */
export function limitTasks(): { cycle: Task; multiplyAdd: Task } {
  const folder = mkdtempSync(join(tmpdir(), 'mcover-bench-'));
  try {
    const code = join(folder, 'limits.wasm');
    const asc = join(repository, 'node_modules', '.bin', 'asc');
    const source = join(repository, 'benchmarks', 'assembly', 'limits.ts');
    const flags = ['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'];
    execFileSync(asc, [source, '-o', code, ...flags]);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(code)));
    const { chain, pairs } = instance.exports as unknown as Kernels;
    return {
      cycle: taskOf('chain of dependent operations', cycles, () => chain(steps, 12_345)),
      multiplyAdd: taskOf('multiplications and additions in registers', multiplyAdds, () =>
        pairs(steps, 0.5, 1),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function taskOf(name: string, unitsOfStep: number, run: () => number): Task {
  let outcome = Number.NaN;
  return {
    ...{ name, units: unitsOfStep * steps },
    run() {
      outcome = run();
    },
    outcome: () => outcome,
  };
}
