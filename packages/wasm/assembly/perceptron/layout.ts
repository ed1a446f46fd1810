// biome-ignore-all lint/style/useConst: the host sets them.

/**
 * Sizes of the problem and addresses in memory, as globals that the host sets before `start`.
 * src/perceptron/layout.ts says what lies where; the kernels allocate nothing.
 */

/** Weights N, patterns P, covers M, channels S. */
export let N: u32 = 0;
export let P: u32 = 0;
export let M: u32 = 0;
export let S: u32 = 0;
/** Vectors of 128 patterns in a column, and of 128 weights in a transposed pattern. */
export let vectors: u32 = 0;
export let blocks: u32 = 0;
/** Bit planes of the high part of a counter; the last is its sign. */
export let highCount: u32 = 0;
/** Bit rows of a context: 1 for the counting cost, 2 for the linear cost with even N, 3 with odd N. */
export let bits: u32 = 0;
/** The counter of a margin for which no weight agrees with its pattern. */
export let lowest: i32 = 0;
/** Whether replicas attract each other, so that thresholds have a row for every c. */
export let attracted: bool = false;
/** Acceptances in a sweep below which it pays to keep the fields. */
export let fewAccepted: u32 = 0;
/** Whether patterns are sorted, so that most proposals are rejected before all patterns are counted. */
export let sorted: bool = false;
/** Sweeps from one count of what is wrong to the next, and how many counts there are at most before patterns are sorted by them. */
export let sweepsPerCount: u32 = 0;
export let countsPerSort: u32 = 0;

export let random: usize = 0;
export let order: usize = 0;
export let spins: usize = 0;
export let sums: usize = 0;
export let contexts: usize = 0;
export let columns: usize = 0;
export let exists: usize = 0;
export let lows: usize = 0;
export let highs: usize = 0;
export let moves: usize = 0;
export let rows: usize = 0;
export let channels: usize = 0;
export let balances: usize = 0;
export let transposed: usize = 0;
export let patterns: usize = 0;
export let wrongs: usize = 0;
export let places: usize = 0;
export let buckets: usize = 0;
export let fields: usize = 0;
export let known: usize = 0;
export let before: usize = 0;
export let changes: usize = 0;
export let collapsed: usize = 0;
export let margins: usize = 0;
export let thresholds: usize = 0;
