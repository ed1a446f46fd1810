import { isSoftware } from '../choice/software.ts';
import type { DeviceInfo } from '../operations/call.ts';

/** Longest array: gpu.js addresses entries by singles. */
export const mostEntries = 2 ** 24;

export type GpuJsMode = 'webgpu' | 'webgl2' | 'headlessgl' | 'webasm' | 'cpu';

/** What a context of gpu.js is here asked for: one of WebGL, one of gpu.js's own for WebGPU, or none. */
export interface Context {
  getExtension?(name: 'WEBGL_debug_renderer_info'): WEBGL_debug_renderer_info | null;
  getParameter?(name: number): unknown;
  readonly RENDERER?: number;
  isContextLost?(): boolean;
  getError?(): number;
  /** WebGPU: whether the device is lost, the device, and its adapter. */
  readonly isLost?: boolean;
  readonly device?: GPUDevice;
  readonly adapter?: GPUAdapter;
}

/** What computes behind a backend of gpu.js, by its own name. */
export function gpuJsInfo(mode: GpuJsMode, context: Context | undefined): DeviceInfo {
  if (mode === 'webasm') return { backend: mode, kind: 'cpu', name: 'WebAssembly of gpu.js' };
  if (mode === 'cpu') return { backend: mode, kind: 'cpu', name: 'JavaScript of gpu.js' };
  const name = context?.adapter ? adapterName(context.adapter.info) : rendererName(context);
  const kind = isSoftware(name) ? 'software' : 'gpu';
  const { maxStorageBufferBindingSize = Infinity, maxBufferSize = Infinity } = context?.device?.limits ?? {};
  const mostBytes = Math.min(4 * mostEntries, maxStorageBufferBindingSize, maxBufferSize);
  return { backend: mode, kind, name: name || 'a device without a name', mostBytes };
}

/** The name of an adapter of WebGPU, for which browsers tell parts alone. */
function adapterName(info: Partial<GPUAdapterInfo> | undefined): string {
  const { vendor = '', architecture = '', device = '', description = '' } = info ?? {};
  return description || [vendor, architecture, device].filter((part) => part !== '').join(', ');
}

function rendererName(context: Context | undefined): string {
  const unmasked = context?.getExtension?.('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL;
  const parameter = unmasked ?? context?.RENDERER;
  return parameter === undefined ? '' : String(context?.getParameter?.(parameter) ?? '');
}
