import path from 'node:path';
import { chooseTraining, type DeviceInfo } from '@mcover/gpu';
import type { Journal } from '@mcover/record';
import { chooseExperiments } from '../config/catalogue.ts';
import type { Experiment } from '../config/experiment.ts';
import { member, plain } from '../config/located.ts';
import { dataFolder } from '../data/folder.ts';
import { dataResolver } from '../data/resolve.ts';
import { onGpu } from '../models/on-gpu.ts';
import { type Pace, paceOf } from '../plan/estimate.ts';
import { readJournals } from '../plan/folder.ts';
import { type Plan, planTrials } from '../plan/plan.ts';
import { type Shard, shardOf } from '../plan/shard.ts';
import { type PlannedTrial, trialsOf } from '../plan/trials.ts';
import { engineOf, fallbackNote, gpuName } from '../run/engines.ts';
import { accountOf, gpuSetup } from '../run/gpu.ts';
import type { RunOptions } from './options.ts';
import { say } from './output.ts';

/** What a command line asks for, checked to the last parameter; nothing has been written yet. */
export interface Job {
  profile: string;
  /** Folder of the journals. */
  folder: string;
  /** Folder of the report. */
  report: string;
  engine: string;
  /** Whether a GPU is looked for, which takes what it can in the engine's place. */
  gpu: boolean;
  workers: number;
  fresh: boolean;
  /** The part of the whole that this is, if it is one. */
  shard: Shard | undefined;
  /** Seconds that each trial may take; without it, what its estimate allows. */
  timeLimit: number | undefined;
  /** Trials of each experiment. */
  wanted: ReadonlyMap<string, readonly PlannedTrial[]>;
}

/** @throws UsageError for a fault in what is asked for. */
export async function jobOf(files: readonly string[], named: boolean, options: RunOptions): Promise<Job> {
  const { profile, only, seed, trials, workers, shard, timeLimit } = options;
  const engine = engineOf(options.engine);
  const note = options.engine === 'auto' ? fallbackNote() : undefined;
  if (note) say(note);
  const experiments = chooseExperiments({ files, named, profile, only });
  const asked = options.engine === gpuName;
  const gpu = asked && experiments.some(isTrained) ? await trainingGpu(workers) : undefined;
  const resolve = dataResolver({
    folder: dataFolder(),
    requireData: options.requireData ?? false,
    warn: say,
  });
  const request = { profile, seed, trials, engine, gpu, resolve };
  const whole = new Map(experiments.map((e) => [e.id, trialsOf(e, request)]));
  const out = path.resolve(options.out);
  return {
    profile,
    folder: path.join(out, 'results', profile),
    report: path.join(out, 'report', profile),
    engine: engine.name,
    gpu: asked,
    workers,
    fresh: options.fresh ?? false,
    shard,
    timeLimit,
    wanted: shard ? shardOf(whole, shard) : whole,
  };
}

/** Whether a GPU can run the trials of an experiment in an arithmetic of its own. */
function isTrained({ node }: Experiment): boolean {
  return onGpu(plain(member(node, 'model')!) as string) !== undefined;
}

/** The GPU that networks are trained on, if it is faster: it is chosen before any trial is named, and said. */
async function trainingGpu(workers: number): Promise<DeviceInfo | undefined> {
  const { device, findings } = await chooseTraining(gpuSetup(workers, say));
  say(`training on ${accountOf(findings)}`);
  return device;
}

/** A job against the records that are there now. */
export interface Prospect {
  plan: Plan;
  pace: Pace;
  there: ReadonlyMap<string, Journal>;
  /** Those of them that need not be made again. */
  counted: ReadonlyMap<string, Journal>;
}

/** A fresh start counts no record that is there. */
export function planOf(job: Job): Prospect {
  const there = readJournals(job.folder);
  const counted = job.fresh ? new Map<string, Journal>() : there;
  return { plan: planTrials(job.wanted, counted), pace: paceOf(job.engine, there), there, counted };
}

export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}
