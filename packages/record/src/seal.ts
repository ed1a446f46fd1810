import type { Problem } from './schema.ts';
import { canonical, sha256 } from './spec.ts';

/** A line with the sum over all the rest of it, by which a change is seen. */
export function seal<Rest extends object>(rest: Rest): Rest & { sum: string } {
  return { ...rest, sum: sha256(canonical(rest)) };
}

/** What is wrong where the sum of a line is not the one over all the rest. */
export function sumProblem(line: object): Problem | undefined {
  const { sum, ...rest } = line as { sum?: unknown };
  if (sha256(canonical(rest)) === sum) return undefined;
  return {
    pointer: '/sum',
    message: 'the sum does not match: the line was changed after it was written',
  };
}
