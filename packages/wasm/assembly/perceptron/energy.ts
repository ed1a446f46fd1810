import { bits, highCount, highs, lows, M, S, vectors } from './layout';
import { lowBytes, lowPlanes, negativeAt, zeroAt } from './margins';
import { ones } from './ones';

/** Σ ℓ over all margins, in units of cost. */
export function energy(): f64 {
  const vectorCount = S * M * vectors;
  let sum: i64 = 0;
  let low = lows;
  let high = highs;
  for (let v: u32 = 0; v < vectorCount; v++) {
    const zero = v128.load(low + zeroAt);
    const sign = v128.load(low + ((lowPlanes - 1) << 4));
    const negative = v128.or(v128.load(low + negativeAt), v128.and(zero, sign));
    let nonzero = v128.not(zero);
    // The highest planes of both parts count below 0.
    let under = ones(v128.and(sign, negative)) << (lowPlanes - 1);
    for (let i: u32 = 0; i < lowPlanes - 1; i++) {
      const plane = v128.load(low + (i << 4));
      nonzero = v128.or(nonzero, plane);
      under -= ones(v128.and(plane, negative)) << i;
    }
    nonzero = v128.or(nonzero, sign);
    for (let i: u32 = 0; i < highCount; i++) {
      const count = ones(v128.and(v128.load(high), negative)) << (lowPlanes - 1 + i);
      under += i === highCount - 1 ? count : -count;
      high += 16;
    }
    const most0 = <i64>ones(v128.or(negative, v128.not(nonzero)));
    sum += bits === 1 ? most0 : bits === 2 ? <i64>under : 2 * <i64>under + most0;
    low += lowBytes;
  }
  return <f64>sum;
}
