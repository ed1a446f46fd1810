/** The stage of the standard at which buffers are seen (https://www.w3.org/TR/webgpu/#namespacedef-gpushaderstage). */
const computeStage = 0x4;

/** Kernels that see the same buffers. */
export interface Kernels<Binding extends string, Entry extends string> {
  readonly pipelines: Readonly<Record<Entry, GPUComputePipeline>>;
  bind(buffers: Readonly<Record<Binding, GPUBuffer>>): GPUBindGroup;
}

/**
 * Compiles a module of WGSL.
 *
 * @param bindings the buffers of group 0 in the order of their bindings, and what the kernels do with them.
 * @param entries the kernels.
 */
export function computeKernels<Binding extends string, Entry extends string>(
  device: GPUDevice,
  {
    label,
    code,
    bindings,
  }: { label: string; code: string; bindings: Readonly<Record<Binding, GPUBufferBindingType>> },
  entries: readonly Entry[],
): Kernels<Binding, Entry> {
  const names = Object.keys(bindings) as Binding[];
  const layout = device.createBindGroupLayout({
    label,
    entries: names.map((name, binding) => ({
      binding,
      visibility: computeStage,
      buffer: { type: bindings[name] },
    })),
  });
  const module = device.createShaderModule({ label, code });
  const pipelineLayout = device.createPipelineLayout({ label, bindGroupLayouts: [layout] });
  const made = entries.map((entryPoint) => [
    entryPoint,
    device.createComputePipeline({
      label: entryPoint,
      layout: pipelineLayout,
      compute: { module, entryPoint },
    }),
  ]);
  return {
    pipelines: Object.fromEntries(made),
    bind: (buffers) =>
      device.createBindGroup({
        label,
        layout,
        entries: names.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } })),
      }),
  };
}
