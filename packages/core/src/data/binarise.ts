/**
 * An image in black and white at its own median: +1 where a pixel is brighter than the median, −1 elsewhere
 * (Appendix A.2). `x` gets one value for each pixel.
 *
 * Of an even number of pixels the median is the mean of the two in the middle. No pixel lies between those
 * two, so to be above their mean is to be above the lower one, and that one is an integer.
 */
export function binarise(pixels: Uint8Array, x: Int8Array): void {
  const median = lowerMedian(pixels);
  for (let i = 0; i < pixels.length; i++) x[i] = pixels[i] > median ? 1 : -1;
}

/** The ⌈n/2⌉-th smallest of n values, by counting. */
function lowerMedian(pixels: Uint8Array): number {
  const counts = new Int32Array(256);
  for (const value of pixels) counts[value]++;
  const rank = Math.ceil(pixels.length / 2);
  let below = 0;
  let value = 0;
  while (below + counts[value] < rank) below += counts[value++];
  return value;
}
