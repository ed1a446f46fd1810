/** The smallest module with a vector instruction: one function, i8x16.popcnt of i8x16.splat(0), dropped. */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[10, 11, 1, 9, 0, 65, 0, 253, 15, 253, 98, 26, 11],
);

/** Why the engine cannot run here, for a message; undefined where it can. */
export function wasmUnavailable(): string | undefined {
  if (typeof WebAssembly === 'undefined') return 'this runtime has no WebAssembly';
  if (!WebAssembly.validate(simdProbe)) return 'the WebAssembly of this runtime has no SIMD';
  return undefined;
}
