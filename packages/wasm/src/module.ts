import { wasmUnavailable } from './available.ts';

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
