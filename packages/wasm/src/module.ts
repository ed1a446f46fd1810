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

/** By their code in base64. */
const compiled = new Map<string, WebAssembly.Module>();

/**
 * An instance of `code` on this memory with its globals set; `Kernels` are its functions. A module, some
 * kilobytes, is compiled once, synchronously.
 */
export function instantiate<Kernels>(
  code: string,
  memory: WebAssembly.Memory,
  globals: Readonly<Record<string, number>>,
): Kernels {
  const reason = wasmUnavailable();
  if (reason) throw new Error(`${reason}; use the reference engine`);
  const { exports } = new WebAssembly.Instance(moduleOf(code), { env: { memory } });
  for (const [name, value] of Object.entries(globals)) (exports[name] as WebAssembly.Global).value = value;
  return exports as unknown as Kernels;
}

function moduleOf(code: string): WebAssembly.Module {
  const known = compiled.get(code);
  if (known) return known;
  const made = new WebAssembly.Module(Uint8Array.from(atob(code), (byte) => byte.charCodeAt(0)));
  compiled.set(code, made);
  return made;
}
