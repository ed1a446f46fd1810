/** Edge of the tile of C that a workgroup of 16 × 16 makes, and terms of a sum that it holds at a time. */
const tile = 64;
const depth = 16;
/** Rows of a tile in workgroup memory are a word longer, so that neighbours in a column lie in different banks. */
const pitch = tile + 1;

/**
 * The three products of training, C = A·B of singles for each cover and input block, of which only the side of the
 * inputs is cut into blocks:
 *
 * - `nt`, forward: C[b, r] = Σ_i A[b, i]·B[r, i], the sum over the inputs i of a block;
 * - `nn`, back to the layer below: C[b, i] = Σ_r A[b, r]·B[r, i];
 * - `tn`, by weights: C[r, i] = Σ_b A[b, r]·B[b, i], the sum over the batch.
 */
export type ProductKind = 'nt' | 'nn' | 'tn';

/** Workgroups of a product, for a batch of B, an output side of `rows` and blocks of at most `inputs`. */
export function productGroups(
  kind: ProductKind,
  { B, rows, inputs, batches }: { B: number; rows: number; inputs: number; batches: number },
): [number, number, number] {
  const m = kind === 'tn' ? rows : B;
  const n = kind === 'nt' ? rows : inputs;
  return [Math.ceil(n / tile), Math.ceil(m / tile), batches];
}

/** Sizes m × k and k × n, and the index that counts inputs: i of m, j of n or l of k. */
const shapes = {
  nt: { m: 'step.count', n: 'product.rows', k: 'width', input: 'l' },
  nn: { m: 'step.count', n: 'width', k: 'product.rows', input: 'j' },
  tn: { m: 'product.rows', n: 'width', k: 'step.count', input: 'j' },
} as const;

/** An invocation makes 4 × 4 elements of C, 16 apart: written out, so that they stay in registers. */
const quarters = [0, 1, 2, 3];

/** Loads a tile so that neighbouring invocations read neighbouring words: along the sum, or across it. */
function load(side: 'a' | 'b', edge: 'i' | 'j', along: string, limit: string, address: string): string {
  const [sum, across] =
    along === 'l'
      ? [`lane % ${depth}u`, `lane / ${depth}u + ${256 / depth}u * t`]
      : [`lane / ${tile}u + ${256 / tile}u * t`, `lane % ${tile}u`];
  return `
    for (var t = 0u; t < ${(tile * depth) / 256}u; t++) {
      let inner = ${sum};
      let outer = ${across};
      let l = done + inner;
      let ${edge} = ${edge}0 + outer;
      var value = 0.0;
      if (l < k && ${edge} < ${limit}) { value = ${side}[at.${side === 'a' ? 'x' : 'y'} + ${address}]; }
      ${side}Tile[inner * ${pitch}u + outer] = value;
    }`;
}

export function productSource(kind: ProductKind): string {
  const { m, n, k, input } = shapes[kind];
  /** Where an element of a row-major operand lies, in which inputs begin with those of the block. */
  const place = (operand: string, row: string, column: string) =>
    `${row} * product.${operand}.row + ${column === input ? 'first + ' : ''}${column}`;
  const [rowA, alongA] = kind[0] === 'n' ? 'il' : 'li';
  const [rowB, alongB] = kind[1] === 'n' ? 'lj' : 'jl';
  return /* wgsl */ `
/** Where an operand begins, and how far its covers, blocks and rows lie apart. */
struct Operand { base: u32, cover: u32, block: u32, row: u32 }
struct Product { rows: u32, inputs: u32, blocks: u32, unused: u32, a: Operand, b: Operand, c: Operand }

var<workgroup> aTile: array<f32, ${depth * pitch}>;
var<workgroup> bTile: array<f32, ${depth * pitch}>;

fn begins(operand: Operand, cover: u32, block: u32) -> u32 {
  return operand.base + cover * operand.cover + block * operand.block;
}

/** Writes four of the elements of a row that are in C. */
fn put(begin: u32, i: u32, j0: u32, m: u32, n: u32, first: u32, values: vec4f) {
  if (i >= m) { return; }
${quarters.map((v) => `  if (j0 + ${16 * v}u < n) { let j = j0 + ${16 * v}u; c[begin + ${place('c', 'i', 'j')}] = values[${v}]; }`).join('\n')}
}

@compute @workgroup_size(256)
fn multiply(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let cover = group.z / product.blocks;
  let block = group.z % product.blocks;
  let first = block * product.inputs / product.blocks;
  let width = (block + 1u) * product.inputs / product.blocks - first;
  let m = ${m};
  let n = ${n};
  let k = ${k};
  let at = vec3u(begins(product.a, cover, block), begins(product.b, cover, block), begins(product.c, cover, block));
  let i0 = group.y * ${tile}u;
  let j0 = group.x * ${tile}u;
  let row = lane / 16u;
  let column = lane % 16u;
${quarters.map((u) => `  var sums${u} = vec4f();`).join('\n')}
  for (var done = 0u; done < k; done += ${depth}u) {
${load('a', 'i', alongA, 'm', place('a', rowA, alongA))}
${load('b', 'j', alongB, 'n', place('b', rowB, alongB))}
    workgroupBarrier();
    for (var l = 0u; l < ${depth}u; l++) {
      let line = l * ${pitch}u;
      let right = vec4f(
        bTile[line + column], bTile[line + column + 16u], bTile[line + column + 32u], bTile[line + column + 48u],
      );
${quarters.map((u) => `      sums${u} += aTile[line + row + ${16 * u}u] * right;`).join('\n')}
    }
    workgroupBarrier();
  }
${quarters.map((u) => `  put(at.z, i0 + row + ${16 * u}u, j0 + column, m, n, first, sums${u});`).join('\n')}
}
`;
}
