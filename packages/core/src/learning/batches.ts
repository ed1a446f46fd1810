import { shuffle } from '../random/draw.ts';
import type { Random } from '../random/xoshiro.ts';

/**
 * Mini-batches of B of P patterns, drawn without replacement: each call is an epoch, reshuffled. The last batch
 * is short where B does not divide P.
 *
 * The batches are views of one order, which the next call shuffles again: nothing is allocated from epoch to
 * epoch.
 */
export function miniBatches(P: number, B: number, random: Random): () => readonly Int32Array[] {
  const order = Int32Array.from({ length: P }, (_, mu) => mu);
  const batches = Array.from({ length: Math.ceil(P / B) }, (_, i) => order.subarray(i * B, (i + 1) * B));
  return () => {
    shuffle(random, order);
    return batches;
  };
}
