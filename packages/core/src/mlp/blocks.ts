/**
 * Contiguous blocks of a layer's inputs (Eq. 13), as equal as whole numbers allow: block g of G holds the
 * inputs from entry g to before entry g + 1.
 */
export function blockStarts(inputs: number, G: number): Int32Array {
  return Int32Array.from({ length: G + 1 }, (_, g) => Math.floor((g * inputs) / G));
}
