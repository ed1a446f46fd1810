import { shuffle } from '../random/draw.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';

/** Mini-batches, epoch after epoch. */
export interface Batches {
  /** Those of the next epoch: views of one order, which the next call shuffles again. */
  next(): readonly Int32Array[];
  /** A copy of where they stand: in the place of `from`, the batches go on from there. */
  snapshot(): BatchesSnapshot;
}

export interface BatchesSnapshot {
  /** The patterns in the order of the last epoch. */
  readonly order: Int32Array;
  readonly random: Xoshiro128;
}

/**
 * Mini-batches of B of P patterns, drawn without replacement: each call is an epoch, reshuffled. The last batch
 * is short where B does not divide P.
 *
 * Nothing is allocated from epoch to epoch.
 *
 * @param from where earlier batches stood; their random numbers then take the place of `source`. Neither is changed.
 */
export function miniBatches(P: number, B: number, source: Xoshiro128, from?: BatchesSnapshot): Batches {
  const random = new Xoshiro128((from?.random ?? source).state);
  const order = from ? Int32Array.from(from.order) : Int32Array.from({ length: P }, (_, mu) => mu);
  const batches = Array.from({ length: Math.ceil(P / B) }, (_, i) => order.subarray(i * B, (i + 1) * B));
  return {
    next() {
      shuffle(random, order);
      return batches;
    },
    snapshot: () => ({ order: Int32Array.from(order), random: new Xoshiro128(random.state) }),
  };
}
