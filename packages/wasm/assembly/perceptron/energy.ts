import { bits, M, planeCount, planes, S, vectors } from './layout';
import { ones } from './ones';

/** Σ ℓ over all margins, in units of cost. */
export function energy(): f64 {
  const vectorCount = S * M * vectors;
  let sum: i64 = 0;
  let at = planes;
  for (let v: u32 = 0; v < vectorCount; v++) {
    const sign = v128.load(at + ((planeCount - 1) << 4));
    let nonzero = sign;
    let under: i64 = (<i64>ones(sign)) << (planeCount - 1);
    for (let i: u32 = 0; i < planeCount - 1; i++) {
      const plane = v128.load(at + (i << 4));
      nonzero = v128.or(nonzero, plane);
      under -= (<i64>ones(v128.and(plane, sign))) << i;
    }
    const most0 = <i64>ones(sign) + <i64>ones(v128.not(nonzero));
    sum += bits === 1 ? most0 : bits === 2 ? under : 2 * under + most0;
    at += planeCount << 4;
  }
  return <f64>sum;
}
