import { loadBatch } from './bits';
import { descend } from './descend';
import { gather } from './gather';
import {
  fields,
  inputBits,
  inputWords,
  messages,
  N,
  patternBits,
  S,
  stripBytes,
  strips,
  values,
} from './layout';
import { lossAndSlopes } from './loss';
import { signedSums } from './signed-sums';

/** One gradient step on the `count` patterns of `batch`. Gives the mean loss before it, summed over covers. */
export function step(count: u32, beta: f64, gamma: f64, rate: f64): f64 {
  const rows = (count + 15) & ~15;
  loadBatch(count);
  for (let strip: u32 = 0; strip < strips; strip++) {
    gather(strip);
    const to = fields + strip * rows * stripBytes;
    signedSums(values, inputWords, inputBits, count, to, stripBytes);
    memory.fill(to + count * stripBytes, 0, (rows - count) * stripBytes);
  }
  const loss = lossAndSlopes(count, beta, gamma);
  for (let strip: u32 = 0; strip < strips; strip++) {
    const from = fields + strip * rows * stripBytes;
    const to = messages + strip * stripBytes;
    signedSums(from, rows >> 4, patternBits, N, to, strips * stripBytes);
  }
  descend(<f32>rate);
  return loss / (<f64>S * <f64>count);
}
