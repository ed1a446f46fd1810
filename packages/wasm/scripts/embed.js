// Writes the compiled kernels into a module of the package, so that every runtime finds them without reading files.
import { readFileSync, writeFileSync } from 'node:fs';

const names = {
  perceptron: 'annealerCode',
  committee: 'committeeCode',
  mlp: 'mlpCode',
  'mlp-shared': 'sharedMlpCode',
};
const lines = Object.entries(names).map(([model, name]) => {
  const code = readFileSync(new URL(`../dist/${model}.wasm`, import.meta.url)).toString('base64');
  return `/** The WebAssembly module made from assembly/ (${model} in asconfig.json), in base64. Written by the build. */
export const ${name} =
  '${code}';
`;
});
writeFileSync(new URL('../src/kernels.ts', import.meta.url), lines.join('\n'));
