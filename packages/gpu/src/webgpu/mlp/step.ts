/** What a step is told, and what every kernel sees first. `share` is what a pattern's loss counts in the whole. */
export const stepSource = /* wgsl */ `
struct Step { count: u32, slot: u32, share: f32, rate: f32, momentum: f32, strength: f32 }
`;

/** Bytes of a Step. */
export const stepBytes = 24;

/** What a layer is, for the kernels that go through it element by element. */
export const layerSource = /* wgsl */ `
struct Layer { inputs: u32, outputs: u32, weights: u32, biases: u32, blocks: u32, rectified: u32 }

/** The block of an input (core's blockStarts). */
fn blockOf(layer: Layer, i: u32) -> u32 {
  return ((i + 1u) * layer.blocks - 1u) / layer.inputs;
}
`;

/** A kernel that visits `total` places, `at`, each once, whatever the number of workgroups. */
export const visiting = (entry: string, total: string, body: string): string => /* wgsl */ `
@compute @workgroup_size(256)
fn ${entry}(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var at = id.x; at < ${total}; at += groups.x * 256u) {
${body}
  }
}
`;

/** Workgroups that visit so many places. */
export function visitingGroups(total: number): [number, number, number] {
  return [Math.min(65535, Math.ceil(total / 256)), 1, 1];
}
