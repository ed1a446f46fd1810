import { alignedInRow } from './aligned';
import { listRises } from './changes';
import { balances, before, bits, blocks, changes, contexts, fields, M, N, rows, S, vectors } from './layout';
import { tally, tallyMost } from './tally';

/**
 * Fields: A of every context and weight, Σ_μ D_μ·[G_{μq} = +1], as 16-bit integers. With them a proposal
 * reads S numbers. A flip moves D in a few per cent of the patterns; each of those adds its row of bits
 * [G_{μq} = +1], or subtracts it, to all N fields of the context.
 */

/** Makes all fields from the bit rows. */
export function fillFields(): void {
  for (let row: u32 = 0; row < S * M; row++) {
    const field = fields + row * (blocks << 8);
    for (let q: u32 = 0; q < N; q++) store<u16>(field + (q << 1), alignedInRow(row, q));
  }
}

/** Σ_s A − B of a proposal from the fields; as `countExcess`. */
export function readExcess(site: u32, q: u32, side: u32): i32 {
  const stride = blocks << 8;
  const field = fields + (q << 1);
  const balance = balances + side;
  let reader = contexts + site * S;
  let excess: i32 = 0;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    excess += <i32>load<u16>(field + row * stride) - load<i32>(balance + (row << 3));
  }
  return excess;
}

/** Keeps the bit rows of a context that is about to move. */
export function remember(row: u32): void {
  const bytes = vectors * (bits << 4);
  const at = rows + row * bytes;
  for (let i: u32 = 0; i < bytes; i += 16) v128.store(before + i, v128.load(at + i));
}

/** Brings the fields of a context up to date with what moved since `remember`. */
export function follow(row: u32): void {
  const now = rows + row * vectors * (bits << 4);
  const field = fields + row * (blocks << 8);
  const fallen = listRises(now, before, changes);
  const end = listRises(before, now, fallen);
  for (let from = changes; from < end; from += tallyMost << 2) {
    const to = min(from + (tallyMost << 2), end);
    for (let block: u32 = 0; block < blocks; block++) {
      tally(field + (block << 8), block << 4, from, min(max(from, fallen), to), to);
    }
  }
}
