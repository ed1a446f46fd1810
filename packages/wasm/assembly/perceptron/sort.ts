import {
  before,
  bits,
  buckets,
  columns,
  countsPerSort,
  highCount,
  highs,
  lows,
  M,
  N,
  P,
  patterns,
  places,
  rows,
  S,
  vectors,
  wrongs,
} from './layout';
import { lowBytes, moveMargins } from './margins';

/** Gives the first places to the patterns that were wrong most often since the last time: they mostly stay so for long. */
export function sortPatterns(): void {
  choosePlaces();
  memory.copy(wrongs, patterns, P << 2);
  for (let i: u32 = 0; i < P; i++) {
    const at = i << 2;
    store<u32>(patterns + at, load<u32>(wrongs + (load<u32>(places + at) << 2)));
  }
  memory.fill(wrongs, 0, P << 2);
  for (let q: u32 = 0; q < N; q++) sortRow(columns + q * (vectors << 4), 16);
  for (let row: u32 = 0; row < S * M; row++) {
    const low = lows + row * vectors * lowBytes;
    for (let plane: u32 = 0; plane < lowBytes; plane += 16) sortRow(low + plane, lowBytes);
    const highBytes = highCount << 4;
    const high = highs + row * vectors * highBytes;
    for (let plane: u32 = 0; plane < highBytes; plane += 16) sortRow(high + plane, highBytes);
    moveMargins(row, columns, true, false);
  }
}

/** Adds for each place the ones in the bit rows of all contexts. */
export function countWrongs(): void {
  const stride = bits << 4;
  for (let row: u32 = 0; row < S * M; row++) {
    for (let bit: u32 = 0; bit < stride; bit += 16) {
      const at = rows + row * vectors * stride + bit;
      for (let place: u32 = 0; place < P; place += 8) {
        const count = wrongs + (place << 2);
        let byte = <u32>load<u8>(at + (place >> 7) * stride + ((place & 127) >> 3));
        for (; byte !== 0; byte &= byte - 1) {
          const one = count + (ctz<u32>(byte) << 2);
          store<u32>(one, load<u32>(one) + 1);
        }
      }
    }
  }
}

/** The old places in the new order, by counting, the largest numbers first. */
function choosePlaces(): void {
  const most = S * M * bits * countsPerSort;
  memory.fill(buckets, 0, (most + 1) << 2);
  for (let place: u32 = 0; place < P; place++) {
    const bucket = buckets + (load<u32>(wrongs + (place << 2)) << 2);
    store<u32>(bucket, load<u32>(bucket) + 1);
  }
  let next: u32 = 0;
  for (let bucket = buckets + (most << 2); bucket >= buckets; bucket -= 4) {
    const count = load<u32>(bucket);
    store<u32>(bucket, next);
    next += count;
  }
  for (let place: u32 = 0; place < P; place++) {
    const bucket = buckets + (load<u32>(wrongs + (place << 2)) << 2);
    const to = load<u32>(bucket);
    store<u32>(places + (to << 2), place);
    store<u32>(bucket, to + 1);
  }
}

/** Sorts the bits of a row whose vectors lie `stride` bytes apart; those after P stay. */
function sortRow(row: usize, stride: u32): void {
  for (let j: u32 = 0; j < vectors; j++) v128.store(before + (j << 4), v128.load(row + j * stride));
  for (let first: u32 = 0; first < P; first += 64) {
    const at = row + (first >> 7) * stride + ((first & 64) >> 3);
    const count = min(P - first, 64);
    let word = load<u64>(at);
    for (let i: u32 = first; i < first + count; i++) {
      const place = load<u32>(places + (i << 2));
      word = (word >> 1) | (((load<u64>(before + ((place >> 6) << 3)) >> <u64>(place & 63)) & 1) << 63);
    }
    store<u64>(at, rotl<u64>(word, count));
  }
}
