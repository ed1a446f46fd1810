import type { TableSplit } from '@mcover/core';
import { type DataSet, findDataSet, notationsOf, type Registry } from '@mcover/models';
import { cellId, type Decision, type Description, type Journal, type Tuning } from '@mcover/record';
import { chooseExperiments, paperFiles } from './config/catalogue.ts';
import { decisionOf, mostTrialsOf } from './config/decision.ts';
import { type Experiment, shown, withProfile } from './config/experiment.ts';
import { type Located, member, plain } from './config/located.ts';
import { overridden, overrideOf } from './config/override.ts';
import { blaming, registryWith, tryModules, type Use, usesOf } from './config/plugins.ts';
import { tunedTrialsOf, tuningOf, withCandidates } from './config/tuning.ts';
import { readNamed } from './data/files/named.ts';
import { type OwnData, summaryOf } from './data/files/read.ts';
import { dataFolder } from './data/folder.ts';
import { obtainDataSets } from './data/obtain.ts';
import { dataResolver } from './data/resolve.ts';
import { dataKey } from './data/share.ts';
import { at, UsageError } from './error.ts';
import { descriptionOf } from './journal/description.ts';
import { readJournals } from './journal/folder.ts';
import { type Lacking, lackingIn } from './journal/leavings.ts';
import { engineOf, fallbackNote, gpuName } from './lanes/engines.ts';
import { gpuLanes } from './lanes/gpu.ts';
import type { Devices } from './lanes/lane.ts';
import { defaultWorkers } from './lanes/threads.ts';
import type { KeptWeights } from './lanes/worker.ts';
import { placesOf } from './places.ts';
import { type Pace, paceOf, type Spread, spreadOf } from './plan/estimate.ts';
import { type Plan, planTrials } from './plan/pending.ts';
import { type Shard, shardOf } from './plan/shard.ts';
import { firstTrialsOf, type PlannedTrial, trialsOf } from './plan/trials.ts';
import { type JobRequest, minute, type Study } from './request.ts';

/** What a request means, checked to the last parameter; nothing has been written yet. */
export interface Job {
  profile: string;
  /** Folder of the journals. */
  folder: string;
  /** Folder of the report. */
  report: string;
  engine: string;
  /** Devices that take what they can in the engine's place. */
  devices: Devices | undefined;
  workers: number;
  fresh: boolean;
  /** The part of the whole that this is, if it is one. */
  shard: Shard | undefined;
  timeLimit: number | undefined;
  trace: number | 'default' | undefined;
  weights: KeptWeights | undefined;
  checkpoint: number;
  /** Trials of each experiment. */
  wanted: ReadonlyMap<string, readonly PlannedTrial[]>;
  /** What will lie beside each journal. */
  descriptions: ReadonlyMap<string, Description>;
  /** Rows of files of one's own, by `dataKey`. */
  rows: ReadonlyMap<string, TableSplit>;
}

/** An experiment with the models that it knows. */
interface Equipped {
  experiment: Experiment;
  uses: Use[];
  registry: Registry;
  own: OwnData | undefined;
}

async function equipped(experiment: Experiment, set: readonly string[]): Promise<Equipped> {
  const overrides = set.map(overrideOf);
  const uses = usesOf(experiment.uses);
  await tryModules(uses);
  const registry = await registryWith(uses);
  const own = await readNamed(member(experiment.node, 'data'));
  const settings = { texts: set, apply: (node: Located) => overridden(node, overrides, registry) };
  return { experiment: set.length > 0 ? { ...experiment, settings } : experiment, uses, registry, own };
}

/** Of an experiment that is tuned, the candidates take the place of its methods. */
function tuned(equipped: Equipped, { study, seed }: Asking): Equipped {
  if (study !== 'tune') return equipped;
  const { experiment } = equipped;
  const { texts = [], apply = (node: Located) => node } = experiment.settings ?? {};
  const settings = { texts, apply: (node: Located) => withCandidates(apply(node), seed) };
  return { ...equipped, experiment: { ...experiment, settings } };
}

/** What of a request each experiment is asked for. */
interface Asking {
  profile: string;
  seed: number;
  copy: number | undefined;
  trials: number | undefined;
  study: Study | undefined;
}

const modelIn = (node: Located) => plain(member(node, 'model')!) as string;

/** @throws UsageError for a fault in what is asked for. */
export async function jobOf(request: JobRequest): Promise<Job> {
  const { files, profile = 'quick', seed = 1, copy, trials, shard, study } = request;
  const { timeLimit, onNote = () => {} } = request;
  if (study === 'tune' && trials !== undefined)
    throw new UsageError(
      'the trials of a tuning are those that its "budget", "most" and "heldOut" say; leave --trials out',
    );
  const asking: Asking = { profile, seed, copy, trials, study };
  const { workers = defaultWorkers(), fresh = false, requireData = false, set = [], trace } = request;
  const asked = request.engine ?? 'auto';
  const engine = engineOf(asked);
  const note = asked === 'auto' ? fallbackNote() : undefined;
  if (note) onNote(note);
  const named = files !== undefined;
  const chosen = chooseExperiments({ files: files ?? paperFiles(), named, profile, only: request.only });
  const experiments: Equipped[] = [];
  for (const experiment of chosen) experiments.push(tuned(await equipped(experiment, set), asking));
  for (const { own } of experiments) if (own) onNote(summaryOf(own));
  const devices =
    asked === gpuName
      ? await (await gpuLanes()).findDevices(kindsOf(experiments), workers, onNote)
      : undefined;
  try {
    const data = { folder: dataFolder(), progress: onNote };
    if (request.fetch) await obtainDataSets(dataSetsOf(experiments, profile), data);
    const resolve = dataResolver({ folder: data.folder, requireData, warn: onNote });
    const gpu = devices?.takesTraining;
    const most = study && { decide: mostTrialsOf, tune: tunedTrialsOf }[study];
    const whole = new Map(
      experiments.map(({ experiment, registry, uses, own }) => [
        experiment.id,
        blaming(uses, () =>
          trialsOf(experiment, { ...asking, most, engine, gpu, resolve, registry, uses, own }),
        ),
      ]),
    );
    for (const { experiment } of experiments) refuseBoth(experiment, profile);
    const tunings = new Map<string, Tuning>();
    for (const { experiment, registry, uses, own } of study === 'tune' ? experiments : []) {
      const specs = firstTrialsOf(experiment, { ...asking, engine, gpu, resolve, registry, uses, own });
      const node = withProfile(experiment, profile);
      const model = modelIn(node);
      const parameters = notationsOf(registry.variantsOf(model));
      tunings.set(experiment.id, tuningOf(node, specs, registry.model(model).result, parameters));
    }
    const decisions = new Map<string, Decision>();
    for (const { experiment, registry } of study === 'tune' ? [] : experiments) {
      const decision = await decisionIn(experiment, registry, whole.get(experiment.id)!, asking);
      if (decision) decisions.set(experiment.id, decision);
    }
    if (study === 'decide')
      for (const [id, { pairs }] of decisions) whole.set(id, ofCells(whole.get(id)!, new Set(pairs.flat())));
    const { results: folder, report } = placesOf({ out: request.out, profile, own: named || set.length > 0 });
    const wanted = shard ? shardOf(whole, shard) : whole;
    const described = experiments.map(
      ({ experiment, registry, uses, own }) =>
        [
          experiment.id,
          blaming(uses, () =>
            descriptionOf(experiment, {
              profile,
              folder,
              registry,
              uses,
              files: own?.files ?? [],
              named,
              decision: decisions.get(experiment.id),
              tuning: tunings.get(experiment.id),
              study,
            }),
          ),
        ] as const,
    );
    return {
      profile,
      folder,
      report,
      engine: engine.name,
      devices,
      workers,
      fresh,
      shard,
      timeLimit,
      trace,
      weights: request.saveWeights,
      checkpoint: request.checkpoint ?? minute,
      wanted,
      descriptions: new Map(described.filter(([id]) => wanted.has(id))),
      rows: new Map(
        experiments.flatMap(({ own }) => (own ? [[dataKey(own.source), own.table] as const] : [])),
      ),
    };
  } catch (error) {
    await devices?.close();
    throw error;
  }
}

/** @throws UsageError where an experiment has both to decide and to tune: its report could tell of one alone. */
function refuseBoth(experiment: Experiment, profile: string): void {
  const node = withProfile(experiment, profile);
  const tune = member(node, 'tune');
  if (tune && member(node, 'decide'))
    throw new UsageError(
      at(tune.place, '/tune: there is "decide" as well; give each a file of its own, with its own "id"'),
    );
}

/**
 * What an experiment has to decide, with as many trials as are asked for.
 *
 * @throws UsageError for a fault in it, or where there is none and a decision is asked for.
 */
async function decisionIn(
  experiment: Experiment,
  registry: Registry,
  trials: readonly PlannedTrial[],
  { profile, study, trials: most }: Asking,
): Promise<Decision | undefined> {
  const node = withProfile(experiment, profile);
  const specs = trials.filter(({ spec }) => spec.seed.trial === 0).map(({ spec }) => spec);
  const { result } = registry.model(modelIn(node));
  const decision = await decisionOf(node, specs, result);
  if (study !== 'decide') return decision;
  if (decision) return { ...decision, most: most ?? decision.most };
  const example = '"decide": { "compare": [["mcover", "rsa"]], "difference": 0.005 }';
  throw new UsageError(
    `${shown(experiment.file)}: experiment "${experiment.id}" does not say what to decide; add ${example}`,
  );
}

/** Those of some trials that are of these cells: trials come trial by trial, over all cells. */
function ofCells(trials: readonly PlannedTrial[], cells: ReadonlySet<string>): PlannedTrial[] {
  const first = trials.filter(({ spec }) => spec.seed.trial === 0);
  const taken = first.map(({ spec }) => cells.has(cellId(spec)));
  return trials.filter((_, i) => taken[i % taken.length]);
}

/** What kinds of device the models of some experiments have a use for. */
function kindsOf(experiments: readonly Equipped[]) {
  const models = experiments.map(({ experiment, registry }) => {
    const name = plain(member(experiment.node, 'model')!);
    return registry.models.find((model) => model.name === name);
  });
  return {
    annealing: models.some((model) => model?.annealing),
    training: models.some((model) => model?.training),
  };
}

/** The data sets that experiments learn from, each once. */
function dataSetsOf(experiments: readonly Equipped[], profile: string): Set<DataSet> {
  const sets = experiments.flatMap(({ experiment }) => {
    const data = member(withProfile(experiment, profile), 'data');
    const name = data && member(data, 'name');
    return (name && findDataSet(String(plain(name)))) ?? [];
  });
  return new Set(sets);
}

/** A job against the records that are there now. */
export interface Prospect {
  plan: Plan;
  pace: Pace;
  spread: Spread;
  there: ReadonlyMap<string, Journal>;
  /** Those of them that need not be made again. */
  counted: ReadonlyMap<string, Journal>;
  /** What is wanted beside them and is not there. */
  lacking: Lacking;
}

/** A fresh start counts no record that is there. */
export function prospectOf(job: Pick<Job, 'folder' | 'fresh' | 'wanted' | 'trace' | 'weights'>): Prospect {
  const there = readJournals(job.folder);
  const counted = job.fresh ? new Map<string, Journal>() : there;
  const lacking = lackingIn(job.folder, job, job.fresh);
  const lacks = (experiment: string, id: string) => lacking.trace(experiment, id) || lacking.weights(id);
  return {
    plan: planTrials(job.wanted, counted, lacks),
    pace: paceOf(there),
    spread: spreadOf(there),
    there,
    counted,
    lacking,
  };
}

export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}
