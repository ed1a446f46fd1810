// biome-ignore-all lint/style/useConst: the host sets them.

/**
 * Addresses of the working memory of `gemm`, as globals that the host sets first. src/mlp/layout.ts says how long
 * each is; the kernels allocate nothing. All other memory belongs to the caller.
 */
export let panelsA: usize = 0;
export let panelsB: usize = 0;
export let tile: usize = 0;

/** Rows and columns of the tile of C that the micro-kernel holds in registers. */
export const tileRows: u32 = 5;
export const tileColumns: u32 = 8;
/** Terms of a sum that are packed at a time, rows of A, and columns of B: src/mlp/layout.ts has the same. */
export const blockTerms: u32 = 256;
export const blockRows: u32 = 160;
export const blockColumns: u32 = 1024;
