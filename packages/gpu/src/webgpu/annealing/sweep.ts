import type { Shape } from './shape.ts';

/**
 * Sweeps of one trial by one workgroup, as core/learning/glauber does them.
 *
 * Each invocation counts the excess of its own patterns; one atomic sum and one barrier a proposal are all that they
 * share. Every invocation then knows k and the word, decides alike, and moves its own counters. Three sums take turns,
 * so that one is cleared while the next is in use. The agreement c and the order's entry of an accepted proposal
 * belong to invocation 0 alone, which hands c out beside k.
 *
 * @param entry WGSL of place i of the order: in workgroup memory where it fits, else in its buffer.
 */
export const sweepSource = ({ attracted }: Shape, entry: (i: string) => string): string => /* wgsl */ `
var<workgroup> changes: array<atomic<i32>, 3>;
var<workgroup> agreements: array<i32, 2>;

/** Fisher–Yates from the last place down. Invocation 0 moves; the others draw, to keep their generators alike. */
fn shuffle(trial: u32, lane: u32) {
  for (var i = SITES - 1u; i > 0u; i--) {
    let j = below(i + 1u);
    if (lane == 0u) {
      let moved = ${entry('i')};
      ${entry('i')} = ${entry('j')};
      ${entry('j')} = moved;
    }
  }
}

/** Threshold of a proposal in the table of a temperature (core's AcceptanceTable). */
fn thresholdOf(table: u32, reach: i32, k: i32, c: i32) -> u32 {
  if (k < -reach) { return 0xffffffffu; }
  let row = ${attracted ? 'u32(c + i32(M) - 1)' : '0u'};
  return tables[table + row * u32(2 * reach + 1) + u32(k + reach)];
}

fn sweepOnce(trial: u32, lane: u32, table: u32, reach: i32, first: u32) -> u32 {
  var turn = first;
  for (var i = 0u; i < SITES; i++) {
    let item = ${entry('i')};
    let site = item & 0x7fffffffu;
    let q = site % N;
    let against = select(0xffffffffu, 0u, item > 0x7fffffffu);
    let word = next();

    var part = 0i;
    for (var j = lane; j < WORDS; j += LANES) {
      let agreeing = columns[(trial * N + q) * WORDS + j] ^ against;
      for (var s = 0u; s < S; s++) {
        part += excessOf(trial, contextOf(trial, site, s), j, agreeing);
      }
    }
    atomicAdd(&changes[turn], part);
${attracted ? agreementSource : ''}
    workgroupBarrier();

    let k = atomicLoad(&changes[turn]);
    turn = select(turn + 1u, 0u, turn == 2u);
    if (lane == 0u) { atomicStore(&changes[select(turn + 1u, 0u, turn == 2u)], 0); }
    if (k <= reach && word < thresholdOf(table, reach, k, ${attracted ? 'agreements[i & 1u]' : '0'})) {
      for (var j = lane; j < WORDS; j += LANES) {
        let agreeing = columns[(trial * N + q) * WORDS + j] ^ against;
        let used = usedBits(j);
        for (var s = 0u; s < S; s++) {
          moveCounters(trial, contextOf(trial, site, s), j, used, agreeing);
        }
      }
      if (lane == 0u) {
        ${entry('i')} = item ^ 0x80000000u;
        let total = trial * STATE_WORDS + 4u + q;
        states[total] = bitcast<u32>(bitcast<i32>(states[total]) + select(2, -2, against == 0u));
      }
    }
  }
  return turn;
}
`;

const agreementSource = /* wgsl */ `
    if (lane == 0u) {
      let w = select(-1, 1, against == 0u);
      agreements[i & 1u] = w * (bitcast<i32>(states[trial * STATE_WORDS + 4u + q]) - w);
    }
`;
