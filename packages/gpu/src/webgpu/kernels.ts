/** The stage of the standard at which buffers are seen (https://www.w3.org/TR/webgpu/#namespacedef-gpushaderstage). */
const computeStage = 0x4;

/** How kernels see a buffer: as parameters of a type, or as an array of a type that they read, or write as well. */
export type Binding = `${keyof typeof kinds} ${string}`;

/** The same in the words of the standard, and of WGSL. */
const kinds = {
  uniform: { type: 'uniform', space: 'uniform' },
  read: { type: 'read-only-storage', space: 'storage, read' },
  write: { type: 'storage', space: 'storage, read_write' },
} as const;

/** Kernels that see the same buffers. */
export interface Kernels<Name extends string, Entry extends string> {
  readonly pipelines: Readonly<Record<Entry, GPUComputePipeline>>;
  bind(buffers: Readonly<Record<Name, GPUBuffer>>): GPUBindGroup;
}

/**
 * Compiles a module of WGSL.
 *
 * @param code all of it but the declarations of its buffers.
 * @param bindings the buffers of group 0, in the order of their bindings.
 * @param entries the kernels.
 */
export function computeKernels<Name extends string, Entry extends string>(
  device: GPUDevice,
  { label, code, bindings }: { label: string; code: string; bindings: Readonly<Record<Name, Binding>> },
  entries: readonly Entry[],
): Kernels<Name, Entry> {
  const names = Object.keys(bindings) as Name[];
  const seen = names.map((name, binding) => {
    const [kind, of] = bindings[name].split(' ') as [keyof typeof kinds, string];
    const { type, space } = kinds[kind];
    const variable = `var<${space}> ${name}: ${kind === 'uniform' ? of : `array<${of}>`};`;
    return { type, declaration: `@group(0) @binding(${binding}) ${variable}\n` };
  });
  const layout = device.createBindGroupLayout({
    label,
    entries: seen.map(({ type }, binding) => ({ binding, visibility: computeStage, buffer: { type } })),
  });
  const declarations = seen.map(({ declaration }) => declaration).join('');
  const module = device.createShaderModule({ label, code: code + declarations });
  const pipelineLayout = device.createPipelineLayout({ label, bindGroupLayouts: [layout] });
  const made = entries.map((entryPoint) => {
    const compute = { module, entryPoint };
    return [entryPoint, device.createComputePipeline({ label: entryPoint, layout: pipelineLayout, compute })];
  });
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

/** One kernel's call: what it runs on, and how many workgroups. */
export interface Call {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly groups: readonly [number, number, number];
}

/** Has a device make these calls, one after the other. */
export function submit(device: GPUDevice, calls: readonly Call[]): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const { pipeline, group, groups } of calls) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...groups);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}
