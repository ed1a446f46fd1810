import { fields, inputWords, N, patterns, tables, values } from './layout';

/** Bytes of the 256 sums of eight inputs, for four units; eight such tables, of 64 inputs, fit a first-level cache. */
const tableBytes: u32 = 256 << 4;

/**
 * Fields of four hidden units for `count` patterns, Σ_i ±values[i], + where bit i of the pattern is 1. Row i of `values`
 * holds the weights of input i, a single for each unit; rows after the last input are 0.
 *
 * Eight inputs have 256 signed sums. They are tabled, and a pattern adds one entry for every byte of it: the roundings of
 * a field are at most 8 in the table, 3 among eight tables, and one for every 64 inputs.
 */
export function unitFields(count: u32): void {
  memory.fill(fields, 0, count << 4);
  for (let input: u32 = 0; input < N; input += 64) {
    for (let byte: u32 = 0; byte < 8; byte++) {
      makeTable(values + ((input + (byte << 3)) << 4), tables + byte * tableBytes);
    }
    addEntries(patterns + (input >> 3), inputWords << 1, count);
  }
}

/** Entry e is the sum with + where e has a bit. */
function makeTable(values: usize, table: usize): void {
  v128.store(table, f32x4.splat(0));
  for (let made: u32 = 16; made < tableBytes; made <<= 1) {
    const value = v128.load(values);
    for (let at = table; at < table + made; at += 16) {
      const sum = v128.load(at);
      v128.store(at + made, f32x4.add(sum, value));
      v128.store(at, f32x4.sub(sum, value));
    }
    values += 16;
  }
}

/** Adds to the fields the entries that the next 64 bits of each pattern choose. Bits after its last choose among zeros. */
function addEntries(bits: usize, stride: u32, count: u32): void {
  const end = fields + (count << 4);
  for (let field = fields; field < end; field += 16) {
    const low = load<u32>(bits);
    const high = load<u32>(bits, 4);
    const first = f32x4.add(
      f32x4.add(v128.load(tables + ((low << 4) & 0xff0)), v128.load(tables + ((low >> 4) & 0xff0), 0x1000)),
      f32x4.add(
        v128.load(tables + ((low >> 12) & 0xff0), 0x2000),
        v128.load(tables + ((low >> 20) & 0xff0), 0x3000),
      ),
    );
    const second = f32x4.add(
      f32x4.add(
        v128.load(tables + ((high << 4) & 0xff0), 0x4000),
        v128.load(tables + ((high >> 4) & 0xff0), 0x5000),
      ),
      f32x4.add(
        v128.load(tables + ((high >> 12) & 0xff0), 0x6000),
        v128.load(tables + ((high >> 20) & 0xff0), 0x7000),
      ),
    );
    v128.store(field, f32x4.add(v128.load(field), f32x4.add(first, second)));
    bits += stride;
  }
}
