import { type BinaryTask, hardError, type Rows } from '@mcover/core';
import { hardLabels } from '@mcover/core/internals';
import { type Layout, refuseOtherWidth } from './weights.ts';

/** The collapsed committee, of real weights or of ±1, as it is kept in files, judged and asked. */
interface Size {
  readonly N: number;
  readonly K: number;
}

export const committeeLayout = ({ N, K }: Size): Layout => [{ name: 'units.weight', shape: [K, N] }];

export const committeeErrors = (W: Float64Array, K: number, { train, test }: BinaryTask) => ({
  testError: hardError(W, K, test),
  trainError: hardError(W, K, train),
});

export function committeeClasses(W: Float64Array, patterns: Rows, { N, K }: Size): Int8Array {
  refuseOtherWidth(N, patterns);
  return hardLabels(W, K, patterns);
}
