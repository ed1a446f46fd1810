import type { Foreign, Koffi, Shared } from './koffi.ts';

/** The kernels that OpenBLAS takes where it does not know the processor, the oldest that it has. */
const fallback = 'Prescott';

/** Types of core in OpenBLAS, the fastest first, and the flags of a processor that runs their kernels. */
const types: readonly { name: string; flags: readonly string[] }[] = [
  { name: 'SkylakeX', flags: ['avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl'] },
  { name: 'Haswell', flags: ['avx2', 'fma'] },
];

/** The name by which OpenBLAS chooses kernels. */
const variable = 'OPENBLAS_CORETYPE';

/** The type of core whose kernels a processor of these flags runs, where that is better than OpenBLAS' fallback. */
export function coreTypeOf(flags: readonly string[]): string | undefined {
  return types.find((type) => type.flags.every((flag) => flags.includes(flag)))?.name;
}

/**
 * A library, loaded anew for the type of core that the processor's flags allow where it is an OpenBLAS that fell back to its
 * oldest kernels: a version knows no processors that are younger. OpenBLAS asks for the type when it is loaded, and it asks
 * the process: `process.env` of a worker is but a copy. It stays set, so that programs that are started later choose the
 * same. What OPENBLAS_CORETYPE says already holds.
 */
export function loadForCore(foreign: Koffi, path: string): Shared {
  const first = foreign.load(path);
  const better =
    process.env[variable] === undefined && coreName(first) === fallback && coreTypeOf(flagsHere());
  if (!better) return first;
  first.unload();
  foreign.load(null).func('setenv', 'int', ['str', 'str', 'int'])(variable, better, 1);
  return foreign.load(path);
}

/** The kernels that an OpenBLAS has chosen; nothing of another library. */
export function coreName(library: Shared): unknown {
  return optional(library, 'openblas_get_corename', 'str', [])?.();
}

/** A function that a library need not have. */
export function optional(
  library: Shared,
  name: string,
  result: string,
  parameters: string[],
): Foreign | undefined {
  try {
    return library.func(name, result, parameters);
  } catch {
    return undefined;
  }
}

/** As Linux tells them; none elsewhere. */
function flagsHere(): string[] {
  try {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    return /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].trim().split(/\s+/) ?? [];
  } catch {
    return [];
  }
}
