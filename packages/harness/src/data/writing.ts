import { messageOf, UsageError } from '../error.ts';

/** Does what writes data to the disk. @throws UsageError when that fails: no other address would help. */
export function writing<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(
      `cannot write ${where}: ${messageOf(error)}; MCOVER_DATA_DIR names another folder for the data`,
    );
  }
}
