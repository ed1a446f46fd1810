import { visiting } from './step.ts';

/**
 * Cross-entropy −ln softmax(a)_y of each cover and pattern, and `share` times its derivative softmax(a) − [c = y] in
 * the place of the deltas. Only exponentials ≤ 1 are formed. The losses are summed in one order, into a slot of
 * their own for each step.
 */
export const lossSource = (B: number, M: number): string => /* wgsl */ `
const B = ${B}u;
const M = ${M}u;

var<workgroup> parts: array<f32, 256>;
${visiting(
  'crossEntropy',
  'M * step.count',
  `
    let b = at % step.count;
    let row = at / step.count * B + b;
    let first = row * layer.outputs;
    let label = labels[batch[b]];
    var top = logits[first];
    for (var c = 1u; c < layer.outputs; c++) { top = max(top, logits[first + c]); }
    var sum = 0.0;
    for (var c = 0u; c < layer.outputs; c++) { sum += exp(logits[first + c] - top); }
    for (var c = 0u; c < layer.outputs; c++) {
      let share = exp(logits[first + c] - top) / sum;
      deltas[first + c] = (share - select(0.0, 1.0, c == label)) * step.share;
    }
    losses[at] = log(sum) - (logits[first + label] - top);
`,
)}
@compute @workgroup_size(256)
fn total(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var at = lane; at < M * step.count; at += 256u) { sum += losses[at]; }
  parts[lane] = sum;
  for (var half = 128u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { parts[lane] += parts[lane + half]; }
  }
  if (lane == 0u) { metrics[step.slot] = parts[0] * step.share; }
}
`;
