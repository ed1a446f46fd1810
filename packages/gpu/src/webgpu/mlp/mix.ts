import { visiting } from './step.ts';

/**
 * Eq. 14: fields a_r^{(β)} = Σ_g Σ_α Q̂_{rg,βα} C_{rg}^{(α)} plus the cover's own bias, rectified in hidden layers; and
 * its transpose, the gradient by the messages. Messages lie at [((α·G + g)·B + b)·R + r], fields and deltas at
 * [(β·B + b)·R + r], and mixers with r innermost, Q̂[r,g,β,α] at [((g·M + β)·M + α)·R + r]: neighbouring
 * invocations read neighbouring words.
 */
export const mixSource = (B: number, M: number): string => /* wgsl */ `
const B = ${B}u;
const M = ${M}u;
${visiting(
  'mix',
  'step.count * layer.outputs',
  `
    let r = at % layer.outputs;
    let stride = arrayLength(&parameters) / M;
    for (var to = 0u; to < M; to++) {
      var sum = 0.0;
      for (var g = 0u; g < layer.blocks; g++) {
        for (var a = 0u; a < M; a++) {
          sum += mixers[((g * M + to) * M + a) * layer.outputs + r] *
            messages[(a * layer.blocks + g) * B * layer.outputs + at];
        }
      }
      sum += parameters[to * stride + layer.biases + r];
      fields[to * B * layer.outputs + at] = select(sum, max(sum, 0.0), layer.rectified == 1u);
    }
`,
)}
${visiting(
  'unmix',
  'step.count * layer.outputs',
  `
    let r = at % layer.outputs;
    var deltas: array<f32, M>;
    for (var to = 0u; to < M; to++) { deltas[to] = fields[to * B * layer.outputs + at]; }
    for (var g = 0u; g < layer.blocks; g++) {
      for (var a = 0u; a < M; a++) {
        var sum = 0.0;
        for (var to = 0u; to < M; to++) {
          sum += mixers[((g * M + to) * M + a) * layer.outputs + r] * deltas[to];
        }
        messages[(a * layer.blocks + g) * B * layer.outputs + at] = sum;
      }
    }
`,
)}
`;
