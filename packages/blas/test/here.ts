import { blasUnavailable } from '@mcover/blas';
import { describe } from 'vitest';

const reason = blasUnavailable();

/** Tests that need a BLAS; without one they are skipped, and their title says why. */
export const describeBlas = (title: string, tests: () => void) =>
  describe.skipIf(reason !== undefined)(
    reason === undefined ? title : `${title} (skipped: ${reason})`,
    tests,
  );
