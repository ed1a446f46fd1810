import type { GPU } from 'gpu.js';

/**
 * The class of gpu.js. Node gives a module with it; a browser's build of gpu.js is a script that sets the global
 * `GPU`, and the class has itself as a member, by which it differs from WebGPU's interface of that name.
 */
export async function loadGpuJs(): Promise<typeof GPU> {
  const module = (await import('gpu.js')) as { GPU?: typeof GPU };
  const found = module.GPU ?? (globalThis as { GPU?: { GPU?: typeof GPU } }).GPU?.GPU;
  if (!found) throw new Error('gpu.js was loaded but gives no class GPU; use version 2.24 of it');
  return found;
}
