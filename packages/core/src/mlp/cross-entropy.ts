import { exp } from '../numeric/exp.ts';
import { log } from '../numeric/log.ts';

/**
 * Cross-entropy −ln softmax(a)_y of one pattern's logits a, which are logits[at…at+classes), and, into the same
 * places of `deltas`, share times its derivative softmax(a)_c − [c = y]. Only exponentials ≤ 1 are formed.
 */
export function crossEntropy(
  logits: Float64Array,
  at: number,
  classes: number,
  label: number,
  share: number,
  deltas: Float64Array,
): number {
  let top = logits[at];
  for (let c = at + 1; c < at + classes; c++) top = Math.max(top, logits[c]);
  let sum = 0;
  for (let c = at; c < at + classes; c++) {
    deltas[c] = exp(logits[c] - top);
    sum += deltas[c];
  }
  for (let c = at; c < at + classes; c++) deltas[c] = (deltas[c] / sum - (c === at + label ? 1 : 0)) * share;
  return log(sum) - (logits[at + label] - top);
}
