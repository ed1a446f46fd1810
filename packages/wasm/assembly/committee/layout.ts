// biome-ignore-all lint/style/useConst: the host sets them.

/**
 * Sizes of the problem and addresses in memory, as globals that the host sets before `start`.
 * src/committee/layout.ts says what lies where; the kernels allocate nothing.
 */

/** Inputs N, hidden units K, covers M, channels S. */
export let N: u32 = 0;
export let K: u32 = 0;
export let M: u32 = 0;
export let S: u32 = 0;
/** Covers M rounded up to whole vectors of 4: singles from one weight to the next. */
export let copies: u32 = 0;
/** Vectors of 4 contexts that a hidden unit has: S·M, rounded up. */
export let unitVectors: u32 = 0;
/** Strips of 8 vectors that all units have together. */
export let strips: u32 = 0;
/** Words of 16 inputs in a pattern. */
export let inputWords: u32 = 0;

export let weights: usize = 0;
export let routes: usize = 0;
export let inverses: usize = 0;
export let patterns: usize = 0;
export let labels: usize = 0;
export let exists: usize = 0;
export let batch: usize = 0;
export let inputBits: usize = 0;
export let patternBits: usize = 0;
export let values: usize = 0;
export let tables: usize = 0;
export let fields: usize = 0;
export let messages: usize = 0;

/** Bytes of a strip: 32 singles. */
export const stripBytes: u32 = 128;
