import { InputError } from '@mcover/core';

/** What the 32-bit addresses of WebAssembly reach. */
const mostBytes = 2 ** 32;

/** Tells before anything runs what the WebAssembly engine would refuse. @throws InputError at `S`. */
export function refuseBeyondWasm(bytes: number): void {
  if (bytes <= mostBytes) return;
  const limit = `the ${mostBytes} that WebAssembly addresses`;
  const remedy = 'take fewer channels S, covers M or weights N, or --engine reference';
  throw new InputError('S', `the problem takes ${bytes} bytes of memory, more than ${limit}; ${remedy}`);
}
