import type { Engine } from '@mcover/core';
import { annealingLaws } from './engine/annealing.ts';
import { committeeLaws } from './engine/committee-laws.ts';
import type { EngineLike, Held } from './engine/like.ts';
import { mlpLaws } from './engine/mlp-laws.ts';
import { readoutLaws } from './engine/readout-laws.ts';
import type { Law } from './law.ts';
import { register } from './register.ts';

/** What an engine is held to, and on which models. */
export interface EngineOptions {
  /** An engine of the same arithmetic, which it then is bit for bit. */
  readonly like?: Engine;
  /** Models that it is tried on; all that it has without it. */
  readonly models?: readonly EngineModel[];
}

export type EngineModel = 'annealer' | 'committee' | 'mlp' | 'readout';

/** What holds for engines, by what they compute. */
export const lawsOfEngine: Readonly<Record<EngineModel, readonly Law<Held>[]>> = {
  annealer: annealingLaws,
  committee: committeeLaws,
  mlp: mlpLaws,
  readout: readoutLaws,
};

/**
 * Registers the laws of an engine as tests of vitest. Annealings are those of core's reference bit for bit; trainings
 * are, in doubles, and otherwise to the roundings of singles, or bit for bit those of another engine.
 */
export function engineLaws(engine: EngineLike, { like, models }: EngineOptions = {}): void {
  const held: Held = { engine, ...(like && { like }) };
  const has: Partial<Record<EngineModel, unknown>> = { ...engine, readout: engine.mlp };
  for (const model of Object.keys(lawsOfEngine) as EngineModel[]) {
    if (!(models?.includes(model) ?? has[model] !== undefined)) continue;
    register(`the ${model} of ${engine.name}`, lawsOfEngine[model], held);
  }
}
