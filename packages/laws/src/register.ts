import { describe, it } from 'vitest';
import type { Law } from './law.ts';

/** Makes a test of vitest of each law that is meant for a subject. */
export function register<Subject>(name: string, laws: readonly Law<Subject>[], subject: Subject): void {
  describe(name, () => {
    for (const law of laws) {
      if (law.meant?.(subject) ?? true) it(law.title, async () => law.check(subject));
    }
  });
}
