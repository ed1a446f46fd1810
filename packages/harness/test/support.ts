import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Engine, referenceEngine } from '@mcover/core';
import { builtIn } from '@mcover/models';
import type { TrialRecord } from '@mcover/record';
import { afterEach } from 'vitest';
import { type Experiment, readExperiment } from '../dist/config/experiment.js';
import { sinkOf, type Watcher } from '../dist/lanes/lane.js';
import { type Pending, planTrials } from '../dist/plan/pending.js';
import { type PlannedTrial, type Request, trialsOf } from '../dist/plan/trials.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A new folder that lasts as long as the test. */
export function temporary(parent = os.tmpdir()): string {
  const folder = fs.mkdtempSync(path.join(parent, 'mcover-'));
  folders.push(folder);
  return folder;
}

/** Writes an experiment file (a text as it is) and gives its path. */
export function writeExperiment(folder: string, name: string, content: unknown): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

/** The trials of an experiment of the program's own models, at the profile smoke if no other is asked for. */
export function planned(experiment: Experiment, request: Partial<Request> = {}): PlannedTrial[] {
  const asked = { profile: 'smoke', seed: 1, engine: referenceEngine, registry: builtIn, uses: [] };
  return trialsOf(experiment, { ...asked, ...request });
}

/** The same of the content of an experiment file. */
export function trials(content: unknown, request: Partial<Request> = {}): PlannedTrial[] {
  return planned(readExperiment(writeExperiment(temporary(), 'e.json', content)), request);
}

/** What is to be done for some experiments, where nothing is there yet. */
export function pendingOf(
  contents: readonly (Record<string, unknown> & { id: string })[],
  engine: Engine = referenceEngine,
): Pending[] {
  const wanted = contents.map((content) => [content.id, trials(content, { engine })] as const);
  return planTrials(new Map(wanted), new Map()).pending;
}

/** Takes what a lane makes of trials, and remembers it. */
export function collecting(watcher: Partial<Watcher> = {}) {
  const records: TrialRecord[] = [];
  const advanced: string[] = [];
  const notes: string[] = [];
  const sink: ReturnType<typeof sinkOf> = sinkOf({
    environment: { runtime: 'x', commit: 'x', platform: 'x' },
    signal: new AbortController().signal,
    write: (record) => records.push(record),
    advance: ({ id }) => advanced.push(id),
    note: (text) => notes.push(text),
    ...watcher,
  });
  return { records, advanced, notes, sink };
}

/** What of records is the same on every machine, in an order of its own. */
export const essence = (records: readonly TrialRecord[]) =>
  records.map(({ id, spec, result }) => ({ id, spec, result })).sort((a, b) => (a.id < b.id ? -1 : 1));

/** A committee on generated patterns, as small. */
export const tinyCommittee = {
  id: 'tiny-committee',
  model: 'committee',
  data: { name: 'hidden-manifold', D: 3, test: 20 },
  params: { N: 12, K: 3, P: 20, B: 5, epochs: 3, M: 2, S: 2, kernel: { kind: 'uniform' } },
  methods: [{ method: 'sgd' }, { method: 'rsgd' }, { method: 'mcover' }, { method: 'independent' }],
  trials: 2,
  profiles: { smoke: {} },
};

/** A multilayer perceptron on generated patterns, as small. */
export const tinyMlp = {
  id: 'tiny-mlp',
  model: 'mlp',
  data: { name: 'hidden-manifold', D: 3, test: 20 },
  params: { widths: [12, 8, 6, 10], P: 20, B: 5, epochs: 2, M: 3, G: 2, S: 2 },
  methods: [{ method: 'sgd' }, { method: 'rsgd' }, { method: 'mcover' }, { method: 'independent' }],
  trials: 2,
  profiles: { smoke: {} },
};

const ring = { kind: 'directed-ring', mu: 2, sigma: 3 };

/** A perceptron so small that a trial takes a millisecond. */
export const tiny = {
  id: 'tiny',
  model: 'perceptron',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, M: 2, S: 2, kernel: ring, schedule: { step: 0.1, to: 0.1 } },
  methods: [{ method: 'vanilla' }, { method: 'rsa' }, { method: 'mcover' }],
  trials: 3,
  profiles: { smoke: {} },
};
