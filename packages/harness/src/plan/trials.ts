import type { Engine } from '@mcover/core';
import { specId, type TrialSpec } from '@mcover/record';
import { cellsOf } from '../config/cells.ts';
import { type Experiment, withProfile } from '../config/experiment.ts';
import { member, plain } from '../config/located.ts';
import { namedData, type ResolveData } from '../data/resolve.ts';
import { engineNameFor, modelOf } from '../models/index.ts';

/** What is asked of the experiments. */
export interface Request {
  profile: string;
  /** Root of all seeds. */
  seed: number;
  /** What will compute them: where the result depends on its arithmetic, so does the specification. */
  engine: Pick<Engine, 'name' | 'arithmetic'>;
  /** Trials of each cell, instead of the profile's number. */
  trials?: number | undefined;
  /** What the data of an experiment become, as in `cellsOf`. */
  resolve?: ResolveData;
}

/** One trial of one experiment. */
export interface PlannedTrial {
  experiment: string;
  spec: TrialSpec;
  id: string;
  /** Seconds that it should take on one thread. */
  seconds: number;
}

/** The trials of an experiment, trial by trial over all its cells; a cell that arises twice counts once. */
export function trialsOf(experiment: Experiment, request: Request): PlannedTrial[] {
  const node = withProfile(experiment, request.profile);
  const { engine, resolve = namedData } = request;
  const cells = cellsOf(node, { resolve, engine });
  const count = request.trials ?? (plain(member(node, 'trials')!) as number);
  const planned = new Map<string, PlannedTrial>();
  for (let trial = 0; trial < count; trial++) {
    for (const cell of cells) {
      const spec = { ...cell, seed: { root: request.seed, trial } };
      const id = specId(spec);
      if (!planned.has(id))
        planned.set(id, {
          experiment: experiment.id,
          spec,
          id,
          seconds: modelOf(spec).seconds(spec, engineNameFor(spec, engine.name)),
        });
    }
  }
  return [...planned.values()];
}
