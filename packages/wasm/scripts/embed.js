// Writes the compiled kernels into a module of the package, so that every runtime finds them without reading files.
import { readFileSync, writeFileSync } from 'node:fs';

const kernels = readFileSync(new URL('../dist/kernels.wasm', import.meta.url));
writeFileSync(
  new URL('../src/kernels.ts', import.meta.url),
  `/** The WebAssembly module made from assembly/, in base64. Written by the build. */
export const kernels =
  '${kernels.toString('base64')}';
`,
);
