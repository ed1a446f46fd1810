import { createHash } from 'node:crypto';
import type { Engine } from '@mcover/core';
import type { Registry } from '@mcover/models';
import { canonical, cellId, identify, type TrialSpec } from '@mcover/record';
import { cellsOf, type PlacedCell } from '../config/cells.ts';
import { type Experiment, withProfile } from '../config/experiment.ts';
import { type Located, member, plain } from '../config/located.ts';
import { digestsOf, type Use } from '../config/plugins.ts';
import type { OwnData } from '../data/files/read.ts';
import { namedData, type ResolveData } from '../data/resolve.ts';
import { at, UsageError } from '../error.ts';

/** What is asked of the experiments. */
export interface Request {
  profile: string;
  /** Root of all seeds. */
  seed: number;
  /** Other solutions on the data of the same trials. */
  copy?: number | undefined;
  /** What will compute them: where the result depends on its arithmetic, so does the specification. */
  engine: Pick<Engine, 'name' | 'arithmetic'>;
  /** As in `cellsOf`. */
  gpu?: ((spec: TrialSpec, registry: Registry) => boolean) | undefined;
  /** Trials of each cell, instead of the profile's number. */
  trials?: number | undefined;
  /** Trials of each cell that an experiment allows, where it is not a plain run. */
  most?: ((node: Located) => number) | undefined;
  /** What the data of an experiment become, as in `cellsOf`. */
  resolve?: ResolveData;
  /** The models that there are, and the files that the experiment uses beside the program. */
  registry: Registry;
  uses: readonly Use[];
  /** As in `cellsOf`. */
  own?: OwnData | undefined;
}

/** One trial of one experiment, or of several that share it. */
export interface PlannedTrial {
  experiment: string;
  /** Experiments whose journals get the record; `experiment` is the first of them. */
  experiments: readonly string[];
  spec: TrialSpec;
  id: string;
  /** Name of the engine that computes it. */
  engine: string;
  /** Seconds that it should take on one thread. */
  seconds: number;
  /** Files that it is made of, beside the program. */
  uses: readonly Use[];
}

/** Most trials of one experiment: all are kept in memory, and a number beyond is a slip. */
const mostTrials = 1_000_000;

/**
 * The trials of an experiment, trial by trial over all its cells; a cell that arises twice counts once.
 *
 * @throws UsageError for a fault in the experiment, or more trials than can be planned.
 */
export function trialsOf(experiment: Experiment, request: Request): PlannedTrial[] {
  const node = withProfile(experiment, request.profile);
  const { uses } = request;
  const cells = cellsIn(node, request);
  const written = member(node, 'trials')!;
  const count = request.trials ?? request.most?.(node) ?? (plain(written) as number);
  if (count * cells.length > mostTrials) {
    const excess = `${count} trials of ${cells.length} cells are more than ${mostTrials}; take fewer`;
    throw new UsageError(request.trials ? `--trials: ${excess}` : at(written.place, `/trials: ${excess}`));
  }
  const distinct = new Map(cells.map((placed) => [canonical(placed.cell), placed]));
  const shared = [...distinct.values()].map((placed) => ({
    ...placed,
    idOf: identify(placed.cell, digest),
    seconds: secondsOf(placed, request),
  }));
  const experiments = [experiment.id];
  const planned: PlannedTrial[] = [];
  for (let trial = 0; trial < count; trial++) {
    const seed = seedOf(request, trial);
    for (const { cell, engine: computes, idOf, seconds } of shared) {
      const spec = { ...cell, seed };
      const id = idOf(seed);
      planned.push({ experiment: experiment.id, experiments, spec, id, engine: computes, seconds, uses });
    }
  }
  return planned;
}

/** The trials of each cell, by its id, in their order. */
export function trialsByCell(trials: readonly PlannedTrial[]): Map<string, PlannedTrial[]> {
  const cells = new Map<string, PlannedTrial[]>();
  for (const trial of trials) {
    const id = cellId(trial.spec);
    const own = cells.get(id);
    if (own) own.push(trial);
    else cells.set(id, [trial]);
  }
  return cells;
}

/** The first trial of each cell of an experiment in the order of its methods, one that arises twice twice. */
export function firstTrialsOf(experiment: Experiment, request: Request): TrialSpec[] {
  return cellsIn(withProfile(experiment, request.profile), request).map(({ cell }) => ({
    ...cell,
    seed: seedOf(request, 0),
  }));
}

const seedOf = ({ seed: root, copy }: Request, trial: number): TrialSpec['seed'] => ({
  root,
  trial,
  ...(copy !== undefined && { copy }),
});

function cellsIn(node: Located, request: Request): PlacedCell[] {
  const { engine, gpu, resolve = namedData, registry, uses, own } = request;
  const takes = gpu && ((spec: TrialSpec) => gpu(spec, registry));
  return cellsOf(node, { resolve, engine, gpu: takes, registry, uses: digestsOf(uses), own });
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** What a trial of a cell should take: no trial of it is longer than another by its seed. */
function secondsOf({ cell, engine }: PlacedCell, { registry, seed }: Request): number {
  const seconds = registry.seconds({ ...cell, seed: { root: seed, trial: 0 } }, engine);
  if (seconds > 0 && seconds < Infinity) return seconds;
  throw new Error(`the ${cell.model} says that a trial takes ${seconds} seconds; allowed: positive numbers`);
}

/** Trials by their experiments, each once. */
export function trialsByExperiment(trials: readonly PlannedTrial[]): Map<string, PlannedTrial[]> {
  const wanted = new Map<string, PlannedTrial[]>();
  for (const trial of new Map(trials.map((trial) => [trial.id, trial])).values())
    wanted.set(trial.experiment, [...(wanted.get(trial.experiment) ?? []), trial]);
  return wanted;
}
