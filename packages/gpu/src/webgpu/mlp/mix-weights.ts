import { visiting } from './step.ts';

/**
 * The first layer's weights, mixed in the place of its messages: W̃_{ri}^{(β)} = Σ_α Q̂_{rg,βα} W_{ri}^{(α)} for i in
 * block g, at [(β·R + r)·N + i], and the gradient by W from that by W̃. Mixers lie as in mix.ts.
 */
export const mixWeightsSource = (M: number): string => /* wgsl */ `
const M = ${M}u;

fn mixer(at: u32, to: u32, source: u32) -> f32 {
  let block = blockOf(layer, at % layer.inputs);
  return mixers[((block * M + to) * M + source) * layer.outputs + at / layer.inputs];
}
${visiting(
  'mixWeights',
  'layer.outputs * layer.inputs',
  `
    let stride = arrayLength(&parameters) / M;
    for (var to = 0u; to < M; to++) {
      var sum = 0.0;
      for (var a = 0u; a < M; a++) { sum += mixer(at, to, a) * parameters[a * stride + layer.weights + at]; }
      mixed[to * layer.outputs * layer.inputs + at] = sum;
    }
`,
)}
${visiting(
  'unmixWeights',
  'layer.outputs * layer.inputs',
  `
    let stride = arrayLength(&parameters) / M;
    for (var a = 0u; a < M; a++) {
      var sum = 0.0;
      for (var to = 0u; to < M; to++) { sum += mixer(at, to, a) * mixed[to * layer.outputs * layer.inputs + at]; }
      parameters[a * stride + layer.weights + at] = sum;
    }
`,
)}
`;
