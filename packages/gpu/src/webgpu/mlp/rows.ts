import { visiting } from './step.ts';

/** What happens to the rows of a batch between products; fields, values and deltas at [(β·B + b)·R + r]. */
export const rowsSource = (B: number, M: number): string => /* wgsl */ `
const B = ${B}u;
const M = ${M}u;
/** Adds the bias of each unit; hidden units are rectified. */
${visiting(
  'addBias',
  'M * step.count * layer.outputs',
  `
    let cover = at / (step.count * layer.outputs);
    let r = at % layer.outputs;
    let place = at + cover * (B - step.count) * layer.outputs;
    let sum = values[place] + parameters[cover * (arrayLength(&parameters) / M) + layer.biases + r];
    values[place] = select(sum, max(sum, 0.0), layer.rectified == 1u);
`,
)}
/** Through the rectifier, whose slope at 0 is 0. */
${visiting(
  'rectifyBack',
  'M * step.count * layer.outputs',
  `
    let place = at + at / (step.count * layer.outputs) * (B - step.count) * layer.outputs;
    if (!(values[place] > 0.0)) { deltas[place] = 0.0; }
`,
)}
/** The gradient by the biases, in the place of the parameters. */
${visiting(
  'biasGradient',
  'M * layer.outputs',
  `
    let cover = at / layer.outputs;
    let r = at % layer.outputs;
    var sum = 0.0;
    for (var b = 0u; b < step.count; b++) { sum += deltas[(cover * B + b) * layer.outputs + r]; }
    parameters[cover * (arrayLength(&parameters) / M) + layer.biases + r] = sum;
`,
)}
`;

/** Copies the patterns of a batch from all of them. */
export const gatherSource = /* wgsl */ `
${visiting(
  'gather',
  'step.count * layer.inputs',
  `
    inputs[at] = patterns[batch[at / layer.inputs] * layer.inputs + at % layer.inputs];
`,
)}
`;
