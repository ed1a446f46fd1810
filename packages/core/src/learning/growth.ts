/**
 * from, from·factor, from·factor², …, one value for each of `count` epochs, kept at `most` once it is reached.
 * By repeated products, which are the same on every machine; the bound keeps long runs from overflowing.
 */
export function growing(from: number, factor: number, count: number, most: number): Float64Array {
  const values = new Float64Array(count);
  let value = from;
  for (let i = 0; i < count; i++) {
    values[i] = Math.min(value, most);
    value = values[i] * factor;
  }
  return values;
}
