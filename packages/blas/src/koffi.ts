/** A function of a library; numbers and addresses go in, a number, a text or nothing comes out. */
export type Foreign = (...args: (number | string)[]) => unknown;

/** A library that is loaded. */
export interface Shared {
  /** @throws Error when it has no such function. */
  func(name: string, result: string, parameters: readonly string[]): Foreign;
  /** Its functions must not be called any more. */
  unload(): void;
}

/** The part of koffi (https://koffi.dev) that is used here, so that all this compiles where it is not installed. */
export interface Koffi {
  /** Without a path, what the process itself has. @throws Error when the system has no such library. */
  load(path: string | null): Shared;
  address(memory: ArrayBuffer): bigint;
}

/**
 * koffi as this runtime has it. It is an optional package with native code, which a browser has not: nothing of it
 * may be imported by name.
 *
 * @throws Error that says why there is none.
 */
export function koffi(): Koffi {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  const module = process?.getBuiltinModule?.('node:module');
  if (!module) throw new Error('this runtime loads no libraries of the system');
  try {
    return module.createRequire(import.meta.url)('koffi') as Koffi;
  } catch (error) {
    throw new Error(`the optional package koffi does not load (${firstLine(error)}); npm install koffi`);
  }
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
