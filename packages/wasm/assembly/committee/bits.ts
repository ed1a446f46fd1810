import { batch, inputBits, inputWords, patternBits, patterns } from './layout';

/** The signs of a batch's patterns: by pattern, and by input. Bits after the last pattern are 0. */
export function loadBatch(count: u32): void {
  const bytes = inputWords << 1;
  const rows = (count + 15) & ~15;
  for (let b: u32 = 0; b < count; b++) {
    memory.copy(inputBits + b * bytes, patterns + load<u32>(batch + (b << 2)) * bytes, bytes);
  }
  memory.fill(inputBits + count * bytes, 0, (rows - count) * bytes);
  for (let b: u32 = 0; b < rows; b += 16) {
    for (let byte: u32 = 0; byte < bytes; byte++) {
      const to = patternBits + (byte << 3) * (rows >> 3) + (b >> 3);
      transpose(inputBits + b * bytes + byte, bytes, to, rows >> 3);
    }
  }
}

/** From a byte of 16 patterns, `stride` bytes apart, a word of 16 patterns for each of its 8 inputs. */
function transpose(from: usize, stride: u32, to: usize, toStride: u32): void {
  let column = i8x16.splat(load<i8>(from));
  column = v128.load_lane<u8>(from + 1 * stride, column, 1);
  column = v128.load_lane<u8>(from + 2 * stride, column, 2);
  column = v128.load_lane<u8>(from + 3 * stride, column, 3);
  column = v128.load_lane<u8>(from + 4 * stride, column, 4);
  column = v128.load_lane<u8>(from + 5 * stride, column, 5);
  column = v128.load_lane<u8>(from + 6 * stride, column, 6);
  column = v128.load_lane<u8>(from + 7 * stride, column, 7);
  column = v128.load_lane<u8>(from + 8 * stride, column, 8);
  column = v128.load_lane<u8>(from + 9 * stride, column, 9);
  column = v128.load_lane<u8>(from + 10 * stride, column, 10);
  column = v128.load_lane<u8>(from + 11 * stride, column, 11);
  column = v128.load_lane<u8>(from + 12 * stride, column, 12);
  column = v128.load_lane<u8>(from + 13 * stride, column, 13);
  column = v128.load_lane<u8>(from + 14 * stride, column, 14);
  column = v128.load_lane<u8>(from + 15 * stride, column, 15);
  for (let bit = 7; bit >= 0; bit--) {
    store<u16>(to + (7 - bit) * toStride, i8x16.bitmask(i8x16.shl(column, bit)));
  }
}
