import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { kernelLaws, modelLaws } from '@mcover/laws';
import { describe, expect, it } from 'vitest';
import { mcover, parsed, temporary } from './cli/support.ts';

/** The examples, run, and the laws for them and for what the recipes of CONTRIBUTING.md say to save. */

const root = fileURLToPath(new URL('..', import.meta.url));
const recipes = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');

/** A folder in which the packages are installed, with the files that the recipes say to save. */
const folder = temporary();
symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
const saved = [...recipes.matchAll(/as\s+`([a-z]+\.(?:mjs|json))`:\n\n```\w+\n([\s\S]*?)```/g)];
for (const [, name, text] of saved) writeFileSync(path.join(folder, name), text);

const load = (file: string) => import(pathToFileURL(file).href);

/** Runs an experiment file of the folder, and gives its records. */
async function records(file: string, experiment: string, ...options: string[]) {
  const out = temporary();
  const { code, stderr } = await mcover(['run', file, '--out', out, '--workers', '1', ...options]);
  expect([code, stderr.includes('failed')]).toEqual([0, false]);
  const profile = options[1] ?? 'quick';
  const report = readFileSync(path.join(out, 'report', profile, 'REPORT.md'), 'utf8');
  const journal = path.join(out, 'results', profile, `${experiment}.ndjson`);
  return { report, records: parsed(journal).records };
}

describe('CONTRIBUTING.md', () => {
  it('names how many files of the program each recipe touches', () => {
    const sections = recipes.split('\n## ').map((section) => section.split('\n')[0]);
    for (const what of ['model', 'kernel', 'learning rule', 'data set']) {
      const title = sections.find((section) => section.startsWith(`Add a ${what}`));
      const section = recipes.split('\n## ').find((text) => text.startsWith(String(title)))!;
      expect([what, /one file\s+touched/.test(section)]).toEqual([what, true]);
    }
  });
});

describe('examples', () => {
  const examples = path.join(root, 'examples');

  it('are models of one file below 60 lines', () => {
    for (const name of readdirSync(examples).filter((name) => name.endsWith('.js'))) {
      const lines = readFileSync(path.join(examples, name), 'utf8').split('\n').length - 1;
      expect([name, lines < 60]).toEqual([name, true]);
    }
  });

  it('hopfield: three methods, stored patterns that are recalled', async () => {
    const file = path.join(examples, 'hopfield.json');
    const { report, records: made } = await records(file, 'hopfield', '--profile', 'smoke');
    expect(made).toHaveLength(3 * 3 * 4);
    expect(report).toContain('## Hopfield network: overlap with the nearest stored pattern');
    for (const { result } of made) expect(result?.recalled).toBe(result?.overlap === 1);
    // Patterns disturb each other: the more are stored, beyond 0.14 a spin above all, the less is recalled.
    const mean = (P: number) => {
      const overlaps = made.flatMap(({ spec, result }) =>
        spec.params.P === P ? Number(result?.overlap) : [],
      );
      return overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length;
    };
    expect(mean(5)).toBeGreaterThan(0.8);
    expect(mean(15)).toBeLessThan(mean(5) - 0.1);
  });

  it('logistic: four methods, on data that stand in the specification', async () => {
    const file = path.join(examples, 'logistic.json');
    const { report, records: made } = await records(file, 'logistic', '--profile', 'smoke');
    expect(made).toHaveLength(4 * 3 * 3);
    expect(report).toContain('independent copies (control)');
    for (const { spec } of made) expect([spec.uses?.length, spec.arithmetic]).toEqual([2, undefined]);
  });
});

const ising = await load(path.join(folder, 'ising.mjs'));
const lazy = await load(path.join(folder, 'lazy.mjs'));
const hopfield = await load(path.join(root, 'examples/hopfield.js'));
const logistic = await load(path.join(root, 'examples/logistic.js'));

modelLaws(ising.model, {
  params: { N: 9, schedule: { from: 2, to: 1, step: 0.5 } },
  data: { name: 'random-couplings' },
});
modelLaws(hopfield.model, {
  params: { N: 12, P: 2, schedule: { from: 2, to: 0.5, step: 0.5 } },
  data: { name: 'random-patterns' },
});
modelLaws(logistic.model, { params: { P: 20, epochs: 2 }, data: { name: 'leaves' } });
kernelLaws(lazy.kernel, { params: { p: 0.3 } });
