import type { Speed } from '@mcover/report';
import { engineOf } from '../lanes/engines.ts';
import { environment } from '../lanes/provenance.ts';
import { hotLoops } from './loops.ts';

/** Ratios of each task. */
const rounds = 15;

/** Stretches of each engine in a round; the shortest of them was interrupted least. */
const stretches = 20;

/** Milliseconds that one timed stretch of runs takes at least: less than a busy machine gives at a time. */
const stretch = 1;

/** Milliseconds of runs before any is timed, in which the compiler comes to its end. */
const warm = 150;

/**
 * How many times as fast as the plain engine the best one that runs here is: one ratio a round, in which both are
 * timed in turns, so that a machine that slows down does so for both.
 */
export function measureSpeed(): Speed {
  const [plain, fast] = [engineOf('reference'), engineOf('auto')];
  const ratios = Object.fromEntries(hotLoops.map(({ name, on }) => [name, ratiosOf(on(plain), on(fast))]));
  const { runtime, commit, platform } = environment();
  return { engine: fast.name, runtime, commit, platform, ratios };
}

function ratiosOf(plain: () => void, fast: () => void): number[] {
  const both = [plain, fast].map((run) => ({ run, runs: repeatsFor(run) }));
  return Array.from({ length: rounds }, () => {
    const least = [Infinity, Infinity];
    for (let i = 0; i < stretches; i++) {
      both.forEach(({ run, runs }, engine) => {
        least[engine] = Math.min(least[engine], timeOf(run, runs) / runs);
      });
    }
    return Number((least[0] / least[1]).toPrecision(4));
  });
}

/** As many runs as make one stretch. */
function repeatsFor(run: () => void): number {
  for (const start = performance.now(); performance.now() - start < warm; ) run();
  for (let runs = 1; ; runs *= 2) if (timeOf(run, runs) >= stretch) return runs;
}

/** Milliseconds of some runs. */
function timeOf(run: () => void, runs: number): number {
  const start = performance.now();
  for (let done = 0; done < runs; done++) run();
  return performance.now() - start;
}
