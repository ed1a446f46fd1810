import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A new folder that lasts as long as the test. */
export function temporary(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-'));
  folders.push(folder);
  return folder;
}

/** Writes an experiment file (a text as it is) and gives its path. */
export function writeExperiment(folder: string, name: string, content: unknown): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

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
