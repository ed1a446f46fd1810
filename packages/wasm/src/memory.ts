import { InputError } from '@mcover/core';
import { mostBytes, type Remedy } from './remedy.ts';

const pageBytes = 2 ** 16;

/**
 * @param shared with other threads, for modules that are compiled for it.
 * @throws InputError at the remedy's path when `bytes` are more than WebAssembly addresses, or the machine gives.
 */
export function allocate(bytes: number, remedy: Remedy, shared = false): WebAssembly.Memory {
  if (bytes > mostBytes) throw tooLarge(bytes, `the ${mostBytes} that WebAssembly addresses`, remedy);
  const pages = Math.ceil(bytes / pageBytes);
  try {
    return new WebAssembly.Memory({ initial: pages, ...(shared && { maximum: pages, shared }) });
  } catch {
    throw tooLarge(bytes, 'this machine gives', remedy);
  }
}

/** Makes the memory at least `bytes` long, which detaches views of it. @throws InputError as `allocate`. */
export function growTo(memory: WebAssembly.Memory, bytes: number, remedy: Remedy): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch {
    throw tooLarge(bytes, 'this machine gives', remedy);
  }
}

function tooLarge(bytes: number, limit: string, { path, less }: Remedy): InputError {
  return new InputError(path, `the problem takes ${bytes} bytes of memory, more than ${limit}; take ${less}`);
}
