import { type Engine, referenceEngine } from '@mcover/core';
import { UsageError } from '../error.ts';

/** Every engine by name, the best first. A new engine adds its row. */
const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  reference: async () => referenceEngine,
};

export const engineNames: readonly string[] = Object.keys(engines);

/** The engine that a name means: `auto` is the best there is. @throws UsageError for an unknown name. */
export function resolveEngine(name: string): string {
  if (name === 'auto') return engineNames[0];
  if (Object.hasOwn(engines, name)) return name;
  throw new UsageError(`no engine "${name}"; known: auto, ${engineNames.join(', ')}`);
}

export function loadEngine(name: string): Promise<Engine> {
  return engines[resolveEngine(name)]();
}
