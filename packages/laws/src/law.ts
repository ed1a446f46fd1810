import type { Awaitable } from '@mcover/core';

/**
 * Something that holds for every subject of its kind. It needs no test runner, so that it can be checked in a browser
 * as well.
 */
export interface Law<Subject> {
  readonly title: string;
  /** It takes some ten seconds where each call to a device is slow. */
  readonly long?: boolean;
  /** Whether it is meant for a subject; for all without it. */
  meant?(subject: Subject): boolean;
  /** Throws where it does not hold. */
  check(subject: Subject): Awaitable<void>;
}

/** @throws Error with what is wrong, where a condition does not hold. */
export function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

type Values = ArrayLike<number>;

/** @throws Error at the first entry in which two arrays differ, if only in the sign of a zero. */
export function demandSame(found: Values, expected: Values, where: string): void {
  demand(found.length === expected.length, `${where}: ${found.length} numbers, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(found[i], expected[i])) {
      throw new Error(`${where}: number ${i} is ${found[i]}, not ${expected[i]}`);
    }
  }
}

/** @throws Error at the first entry that is farther from another array's than `allowed` says, or is no number. */
export function demandNear(
  found: Values,
  expected: Values,
  allowed: (at: number) => number,
  where: string,
): void {
  demand(found.length === expected.length, `${where}: ${found.length} numbers, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(found[i] - expected[i]) <= allowed(i))) {
      throw new Error(`${where}: number ${i} is ${found[i]}, over ${allowed(i)} from ${expected[i]}`);
    }
  }
}

/** The error that a call ends in. @throws Error where it ends in none. */
export async function refusal(call: () => Awaitable<unknown>, where: string): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error(`${where}: it is not refused`);
}

/** @throws Error where two values of lists, objects, numbers and texts are not equal. */
export function demandEqual(found: unknown, expected: unknown, where: string): void {
  demand(equal(found, expected), `${where}: it is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => equal(value, Reflect.get(b, key)));
}
