import { coreName, loadForCore, optional } from './core-type.ts';
import { firstLine, type Koffi, koffi } from './koffi.ts';

/** A BLAS of the system, ready to compute on one thread. */
export interface Library {
  readonly path: string;
  /** Where it tells, its version and the kernels that it chose for this processor, and the path. */
  readonly title: string;
  /** cblas_sgemm of row-major singles; matrices are addresses in the memory of the process. */
  sgemm(
    ...args: [
      ...[order: number, transposeA: number, transposeB: number, m: number, n: number, k: number],
      ...[alpha: number, a: number, strideA: number, b: number, strideB: number],
      ...[beta: number, c: number, strideC: number],
    ]
  ): void;
  /** Where a memory lies. It must not move, as that of WebAssembly, which does not while it does not grow. */
  addressOf(memory: ArrayBuffer): number;
}

/** Names to look for, the fastest first; libblas.so.3 is what the system's administrator chose. */
const candidates: Readonly<Record<string, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libblas.so.3'],
  darwin: [
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
  ],
  win32: ['libopenblas.dll', 'openblas.dll'],
};

const remedy = 'install OpenBLAS (Debian: libopenblas0-pthread) or set MCOVER_BLAS to the path of a library';

let found: Library | Error | undefined;

/**
 * The library of MCOVER_BLAS, which is a path, or else the first of the usual ones; looked for once.
 *
 * @throws Error that says what is missing and what to do.
 */
export function library(): Library {
  found ??= find();
  if (found instanceof Error) throw found;
  return found;
}

/** Why there is no library, for a message; undefined where there is one. */
export function libraryMissing(): string | undefined {
  found ??= find();
  return found instanceof Error ? found.message : undefined;
}

function find(): Library | Error {
  try {
    return load(koffi());
  } catch (error) {
    return error as Error;
  }
}

function load(foreign: Koffi): Library {
  const { env, platform } = process;
  const given = env.MCOVER_BLAS;
  const names = given ? [given] : (candidates[platform] ?? candidates.linux);
  const reasons: string[] = [];
  for (const name of names) {
    try {
      return open(foreign, name);
    } catch (error) {
      reasons.push(firstLine(error));
    }
  }
  const what = given ? `MCOVER_BLAS=${given} is no BLAS (${reasons})` : `there is no ${names.join(', ')}`;
  throw new Error(`${what}; ${remedy}`);
}

function open(foreign: Koffi, path: string): Library {
  const functions = loadForCore(foreign, path);
  const matrix = ['uintptr_t', 'int'];
  const sgemm = functions.func('cblas_sgemm', 'void', [
    ...['int', 'int', 'int', 'int', 'int', 'int'],
    ...['float', ...matrix, ...matrix, 'float', ...matrix],
  ]) as Library['sgemm'];
  // Trials run side by side, one a thread: a library that took more would take them from the others.
  optional(functions, 'openblas_set_num_threads', 'void', ['int'])?.(1);
  const version = /^OpenBLAS \S+/.exec(
    String(optional(functions, 'openblas_get_config', 'str', [])?.()),
  )?.[0];
  return {
    path,
    title: version ? `${version} for ${coreName(functions)}, ${path}` : path,
    sgemm,
    addressOf: (memory) => Number(foreign.address(memory)),
  };
}
