// Writes the compiled kernels into a module of the package, so that every runtime finds them without reading files.
import { readFileSync, writeFileSync } from 'node:fs';

const modules = [
  { file: 'annealer.wasm', name: 'annealerCode', from: 'assembly/' },
  { file: 'committee.wasm', name: 'committeeCode', from: 'assembly/committee/' },
  { file: 'mlp.wasm', name: 'mlpCode', from: 'assembly/mlp/' },
];
const lines = modules.map(({ file, name, from }) => {
  const code = readFileSync(new URL(`../dist/${file}`, import.meta.url)).toString('base64');
  return `/** The WebAssembly module made from ${from}, in base64. Written by the build. */
export const ${name} =
  '${code}';
`;
});
writeFileSync(new URL('../src/kernels.ts', import.meta.url), lines.join('\n'));
