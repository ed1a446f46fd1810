import { type Engine, referenceEngine } from '@mcover/core';
import { wasmEngine, wasmUnavailable } from '@mcover/wasm';
import { UsageError } from '../error.ts';

interface Choice {
  engine: Engine;
  /** Why it cannot run here; undefined where it can. */
  unavailable(): string | undefined;
}

/** Every engine, the best first. A new one adds its row. */
const choices: readonly Choice[] = [
  { engine: wasmEngine, unavailable: wasmUnavailable },
  { engine: referenceEngine, unavailable: () => undefined },
];

/** What a GPU does not take is done by threads of the processor. */
export const gpuName = 'gpu';

/** What runs here, and why the others do not. */
export function engineStates(): { name: string; unavailable: string | undefined }[] {
  return choices.map(({ engine, unavailable }) => ({ name: engine.name, unavailable: unavailable() }));
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
    const known = choices.map(({ engine }) => engine.name).join(', ');
    throw new UsageError(`no engine "${name}"; known: auto, ${known}, ${gpuName}`);
  }
  const reason = choice.unavailable();
  if (reason) throw new UsageError(`the engine "${name}" cannot run: ${reason}; use --engine reference`);
  return choice.engine;
}
