import fc from 'fast-check';
import { expect, test } from 'vitest';

/** Something that reads what anybody may have written. */
export interface Subject<T> {
  readonly name: string;
  readonly cases: fc.Arbitrary<T>;
  /**
   * Reads a case, checks what came out, and gives what it was; an error of the house says that it was refused.
   * Anything else that it throws is a fault.
   */
  read(of: T): Verdict | Promise<Verdict>;
}

export type Verdict = 'taken' | 'refused';

/** Seconds that no case comes near, and bytes that all of them do not need together. */
const hang = 5;
const mostBytes = 2 ** 30;

/** What says that the input is wrong, by the names of its classes. */
const house = ['UsageError', 'InputError', 'SafetensorsError'];

/** What the runtime says of faults in the program: it must not pass for a message about the input. */
const native =
  /Cannot (?:read|set|convert|mix|destructure)|is not (?:a function|iterable|a constructor|defined)|call stack|Invalid (?:\w+ )?(?:array|string|typed|count|array buffer)|out of (?:range|bounds|memory)|allocation failed|Reduce of empty|object null|\bat .*:\d+:\d+\)/;

/** @throws where a message does not stand in one line for a reader. */
export function demandMessage(message: string): void {
  expect(message).toMatch(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]{5,2000}$/u);
  expect(message).not.toMatch(native);
}

function demandHouse(error: unknown): void {
  if (!(error instanceof Error && house.includes(error.name))) throw error;
  // Of an experiment all faults are told, a line each.
  for (const line of error.message.split('\n')) demandMessage(line);
}

/**
 * Registers the reading of so many cases as a test.
 *
 * @param seed the cases that are drawn; others each time without it. What fails prints its own.
 */
export function fuzz<T>({ name, cases, read }: Subject<T>, numRuns: number, seed?: number): void {
  test(`${numRuns} cases of ${name} are read, or refused with a cause`, async () => {
    const counts = { taken: 0, refused: 0 };
    const before = process.resourceUsage().maxRSS;
    const property = fc.asyncProperty(cases, async (of) => {
      const start = performance.now();
      try {
        counts[await read(of)]++;
      } catch (error) {
        demandHouse(error);
        counts.refused++;
      }
      expect((performance.now() - start) / 1000).toBeLessThan(hang);
    });
    await fc.assert(property, { numRuns, ...(seed !== undefined && { seed }) });
    console.info(`${name}: ${counts.taken} taken, ${counts.refused} refused`);
    // A grammar whose cases all go one way tries nothing.
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(numRuns / 50);
    expect((process.resourceUsage().maxRSS - before) * 1024).toBeLessThan(mostBytes);
  });
}
