import { visiting } from './step.ts';

/**
 * Nesterov's step on every parameter copy, v ← m·v + g and w ← w − η·(g + m·v), and the attraction of replicas,
 * w_a ← w_a − strength·(w_a − w̄) (core/learning).
 */
export const descendSource = (M: number): string => /* wgsl */ `
const M = ${M}u;
${visiting(
  'descend',
  'arrayLength(&parameters)',
  `
    velocity[at] = step.momentum * velocity[at] + gradient[at];
    parameters[at] -= step.rate * (gradient[at] + step.momentum * velocity[at]);
`,
)}
${visiting(
  'attract',
  'arrayLength(&parameters) / M',
  `
    let stride = arrayLength(&parameters) / M;
    var sum = 0.0;
    for (var a = 0u; a < M; a++) { sum += parameters[a * stride + at]; }
    let mean = sum / f32(M);
    for (var a = 0u; a < M; a++) {
      parameters[a * stride + at] -= step.strength * (parameters[a * stride + at] - mean);
    }
`,
)}
`;
