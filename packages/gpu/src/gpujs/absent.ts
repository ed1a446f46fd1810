import type { GpuJsMode } from './info.ts';

/** Why a backend of gpu.js is not here, and what would bring it. */
export const absent: Readonly<Record<GpuJsMode, string>> = {
  webgpu: 'gpu.js finds no WebGPU; run in a browser or Deno',
  webgl2: 'gpu.js finds no WebGL 2; run in a browser',
  headlessgl: 'the native module gl is not installed; see "On a GPU" in the README',
  webasm: 'this runtime has no WebAssembly; renew it',
  cpu: 'gpu.js does not run here',
};
