import type { Shape } from './shape.ts';

/** Which of ≤ 0 (`least0`), ≤ −1 (`sign`) and ≤ −2 (`least2`) the bit rows hold, as shape.ts says. */
function bitRows({ N, cost }: Shape): string[] {
  if (cost === 'count') return ['least0 ^ sign', 'sign ^ least2'];
  return N % 2 === 0 ? ['least0', 'sign'] : ['least0', 'sign', 'least2'];
}

/** Writes them. */
function rowsMade(shape: Shape): string {
  const lines = bitRows(shape).map((bits, i) => `  counters[at + (PLANES + ${i}u) * WORDS] = ${bits};`);
  return lines.join('\n');
}

/**
 * What a proposal adds to k for the 32 patterns of a context. The margins of those that agree with the weight would
 * fall by 2, the others rise: k = Σ R₁·[agree] − R₂·[differ] over the pairs of neighbouring bit rows.
 */
function excess({ rows }: Shape): string {
  const pair = (first: string, second: string) =>
    `countOneBits(${first} & agreeing) - countOneBits(${second} & ~agreeing)`;
  const row = (i: number) => `counters[at + ${i}u * WORDS]`;
  return rows === 2 ? pair(row(0), row(1)) : `${pair(row(0), row(1))} + ${pair(row(1), row(2))}`;
}

/**
 * Counters of margins. Those of 32 patterns go plane by plane: one that rises passes its carry on where a bit was 1,
 * one that falls where it was 0. An invocation reads and writes no words but its own.
 */
export const countersSource = (shape: Shape): string => /* wgsl */ `
/** Where word j of the first plane of a context lies. */
fn planesAt(trial: u32, row: u32, j: u32) -> u32 {
  return (trial * CONTEXTS + row) * (PLANES + ROWS) * WORDS + j;
}

/** Bits of the patterns of word j. */
fn usedBits(j: u32) -> u32 {
  let left = PATTERNS - 32u * j;
  return select((1u << (left & 31u)) - 1u, 0xffffffffu, left >= 32u);
}

/** The context that copy b of w_q is read by in channel s, at site b·N + q. */
fn contextOf(trial: u32, site: u32, s: u32) -> u32 {
  let at = site * S + s;
  return s * M + ((contexts[trial * CONTEXT_WORDS + (at >> 2u)] >> (8u * (at & 3u))) & 255u);
}

/** All counters at their lowest; at 1, where no bit row sees them, those that fill up the last word. */
fn clearCounters(trial: u32, j: u32) {
  let used = usedBits(j);
  for (var row = 0u; row < CONTEXTS; row++) {
    let at = planesAt(trial, row, j);
    for (var i = 0u; i < PLANES; i++) {
      let bits = select(0u, 0xffffffffu, ((LOWEST >> i) & 1u) == 1u);
      counters[at + i * WORDS] = (bits & used) | select(0u, ~used, i == 0u);
    }
  }
}

/** Moves some counters by 1, down where they are falling, and makes the bit rows anew. */
fn moveCounters(trial: u32, row: u32, j: u32, moving: u32, falling: u32) {
  let at = planesAt(trial, row, j);
  var carry = moving;
  var some = 0u;
  var every = 0xffffffffu;
  var sign = 0u;
  for (var i = 0u; i < PLANES; i++) {
    let plane = counters[at + i * WORDS];
    sign = plane ^ carry;
    counters[at + i * WORDS] = sign;
    carry &= plane ^ falling;
    some |= sign;
    every &= sign;
  }
  let least0 = sign | ~some;
  let least2 = sign & ~every;
${rowsMade(shape)}
}

/** What flipping a weight adds to k in a context, over the patterns of word j. */
fn excessOf(trial: u32, row: u32, j: u32, agreeing: u32) -> i32 {
  let at = planesAt(trial, row, j) + PLANES * WORDS;
  return i32(${excess(shape)});
}
`;
