import { InputError } from '@mcover/core';
import { mostWeights } from '@mcover/core/internals';
import { mostBytes, type Remedy } from '@mcover/wasm';

/** Tells before anything runs what the WebAssembly engine would refuse. @throws InputError at the remedy's path. */
export function refuseBeyondWasm(bytes: number, { path, less }: Remedy): void {
  if (bytes <= mostBytes) return;
  const limit = `the ${mostBytes} that WebAssembly addresses`;
  const remedy = `take ${less}, or --engine reference`;
  throw new InputError(path, `the problem takes ${bytes} bytes of memory, more than ${limit}; ${remedy}`);
}

/** @throws InputError where fields of N inputs do not fit their 16 bits. */
export function refuseWide(N: number): void {
  if (N > mostWeights)
    throw new InputError('N', `${N} is over ${mostWeights}, the most that 16-bit fields hold`);
}
