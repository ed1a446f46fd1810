import { blasEngine, blasLibrary, blasUnavailable } from '@mcover/blas';
import { type Engine, referenceEngine } from '@mcover/core';
import { knownWords } from '@mcover/record';
import { type Helpers, helpedWasmEngine, wasmEngine, wasmUnavailable } from '@mcover/wasm';
import { UsageError } from '../error.ts';

interface Choice {
  engine: Engine;
  /** Why it cannot run here; undefined where it can. */
  unavailable(): string | undefined;
  /** The library of this machine that computes, with its version: of an engine that has one. */
  library?(): string;
  /** The same where other threads may help with a trial: of an engine whose bits do not depend on how many do. */
  helped?(helpers: Helpers): Engine;
}

/**
 * Every engine, the best first; `auto` goes no further than the plain one, which always runs. BLAS comes after it and
 * is taken by its name alone: its results are those of one library, version and processor, so that a trial that names
 * its arithmetic could not be run again to the same bits elsewhere. A new engine adds its row.
 */
const choices: readonly Choice[] = [
  { engine: wasmEngine, unavailable: wasmUnavailable, helped: helpedWasmEngine },
  { engine: referenceEngine, unavailable: () => undefined },
  { engine: blasEngine, unavailable: blasUnavailable, library: () => blasLibrary().title },
];

/** What a GPU does not take is done by threads of the processor. */
export const gpuName = 'gpu';

/** What runs here, by which library if any, and why the others do not. */
export function engineStates(): {
  name: string;
  unavailable: string | undefined;
  library: string | undefined;
}[] {
  return choices.map(({ engine, unavailable, library }) => {
    const reason = unavailable();
    return { name: engine.name, unavailable: reason, library: reason ? undefined : library?.() };
  });
}

/** The library of this machine by which an engine computes; undefined where it needs none. */
export function libraryOf(engine: Engine): string | undefined {
  return choices.find((choice) => choice.engine === engine)?.library?.();
}

/** Whether other threads can help the engine of this name with a trial. */
export function canBeHelped(name: string): boolean {
  return choices.some(({ engine, helped }) => engine.name === name && helped !== undefined);
}

/** An engine with the help of other threads, where it knows how to be helped. */
export function helpedBy(engine: Engine, helpers: Helpers): Engine {
  return choices.find((choice) => choice.engine === engine)?.helped?.(helpers) ?? engine;
}

/** Why `auto` does not take the best engine; undefined where it does. */
export function fallbackNote(): string | undefined {
  const [best] = choices;
  const reason = best.unavailable();
  if (reason === undefined) return undefined;
  const { name } = engineOf('auto');
  return `the engine "${best.engine.name}" cannot run: ${reason}; "${name}" takes its place, and is many times slower`;
}

/**
 * The engine that a name means; `auto` is the best that runs here. It is chosen once, before any trial is named:
 * where the best one cannot run and the next has another arithmetic, the trials are others, with ids of their
 * own, and none goes on in an arithmetic that it did not begin in. `gpu` means the same in a thread: what a GPU
 * takes, it takes before, in batches.
 *
 * @throws UsageError where there is none.
 */
export function engineOf(name: string): Engine {
  const choice = choices.find(({ engine, unavailable }) =>
    name === 'auto' || name === gpuName ? unavailable() === undefined : engine.name === name,
  );
  if (!choice) {
    const known = ['auto', ...choices.map(({ engine }) => engine.name), gpuName];
    throw new UsageError(`no engine "${name}"${knownWords(name, known)}`);
  }
  const reason = choice.unavailable();
  if (reason) {
    throw new UsageError(`the engine "${name}" cannot run: ${reason}; use --engine ${engineOf('auto').name}`);
  }
  return choice.engine;
}
