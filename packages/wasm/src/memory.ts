import { InputError } from '@mcover/core';

const pageBytes = 2 ** 16;
/** What 32-bit addresses reach. */
const mostBytes = 2 ** 32;

/** @throws InputError when `bytes` are more than WebAssembly addresses, or than the machine gives. */
export function allocate(bytes: number): WebAssembly.Memory {
  if (bytes > mostBytes) throw tooLarge(bytes, `the ${mostBytes} that WebAssembly addresses`);
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  } catch {
    throw tooLarge(bytes, 'this machine gives');
  }
}

/** Makes the memory at least `bytes` long, which detaches views of it. @throws InputError as `allocate`. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch {
    throw tooLarge(bytes, 'this machine gives');
  }
}

function tooLarge(bytes: number, limit: string): InputError {
  return new InputError(
    'S',
    `the problem takes ${bytes} bytes of memory, more than ${limit}; take fewer channels S, covers M or weights N`,
  );
}
