import type { Engine } from '@mcover/core';
import type { DeviceInfo } from '@mcover/gpu';
import { specId, type TrialSpec } from '@mcover/record';
import { cellsOf } from '../config/cells.ts';
import { type Experiment, withProfile } from '../config/experiment.ts';
import { member, plain } from '../config/located.ts';
import { namedData, type ResolveData } from '../data/resolve.ts';
import { at, UsageError } from '../error.ts';
import { engineNameFor, modelOf } from '../models/index.ts';

/** What is asked of the experiments. */
export interface Request {
  profile: string;
  /** Root of all seeds. */
  seed: number;
  /** What will compute them: where the result depends on its arithmetic, so does the specification. */
  engine: Pick<Engine, 'name' | 'arithmetic'>;
  /** As in `cellsOf`. */
  gpu?: DeviceInfo | undefined;
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

/** Most trials of one experiment: all are kept in memory, and a number beyond is a slip. */
const mostTrials = 200_000;

/**
 * The trials of an experiment, trial by trial over all its cells; a cell that arises twice counts once.
 *
 * @throws UsageError for a fault in the experiment, or more trials than can be planned.
 */
export function trialsOf(experiment: Experiment, request: Request): PlannedTrial[] {
  const node = withProfile(experiment, request.profile);
  const { engine, gpu, resolve = namedData } = request;
  const cells = cellsOf(node, { resolve, engine, gpu });
  const written = member(node, 'trials')!;
  const count = request.trials ?? (plain(written) as number);
  if (count * cells.length > mostTrials) {
    const excess = `${count} trials of ${cells.length} cells are more than ${mostTrials}; take fewer`;
    throw new UsageError(request.trials ? `--trials: ${excess}` : at(written.place, `/trials: ${excess}`));
  }
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
