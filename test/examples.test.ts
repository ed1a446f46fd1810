import { spawnSync } from 'node:child_process';
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

  it('are files below 60 lines', () => {
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

  it('finite differences: small steps give the trials that the gradient gives', async () => {
    const file = path.join(examples, 'finite-differences.json');
    const { records: made } = await records(file, 'finite-differences', '--profile', 'smoke');
    expect(made).toHaveLength(6 * 3);
    const results = (step?: number) =>
      made
        .filter(({ spec: { method, params } }) => {
          const { step: own } = (params.rule ?? {}) as { step?: number };
          return method === 'mcover' && own === step;
        })
        .map(({ spec, result }) => [spec.seed.trial, result]);
    expect(results(0.001)).toEqual(results());
    expect(results(10)).not.toEqual(results());
  });

  it('decide: a comparison at each of two loads, open at 40 trials of a cell', async () => {
    const file = path.join(examples, 'decide.json');
    const args = ['decide', file, '--profile', 'smoke', '--out', temporary(), '--json'];
    const { code, stdout } = await mcover(args);
    const { comparisons } = JSON.parse(stdout);
    expect([code, comparisons.length]).toEqual([1, 2]);
    for (const one of comparisons) expect(one).toMatchObject({ n: 40, finding: 'open' });
  });

  it('tune: three races of one budget, whose winners are judged on other trials', async () => {
    const file = path.join(examples, 'tune.json');
    const asked = [file, '--profile', 'smoke', '--out', temporary()];
    const { code, stdout } = await mcover(['tune', ...asked, '--json']);
    const { races, report } = JSON.parse(stdout);
    expect([code, races.length]).toEqual([0, 3]);
    const text = report.find((name: string) => name.endsWith('REPORT.md'));
    expect(readFileSync(text, 'utf8')).toContain('### Tuned');
    // As many trials as a plain plan may also have.
    expect((await mcover(['plan', ...asked, '--trials', '2'])).stdout).toContain(
      '"mcover tune" takes 105 trials at most, 0 of them to run',
    );
    for (const race of races) expect(race).toMatchObject({ budget: 40, over: true, heldOut: { n: 5 } });
  });
});

describe('scripts of examples/', () => {
  const examples = path.join(root, 'examples');
  const printed = (command: string, args: readonly string[], cwd = root) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };
  const node = (name: string) => printed(process.execPath, [path.join(examples, name)]);

  it('all stand in the list, and README.md links it', () => {
    const list = readFileSync(path.join(examples, 'README.md'), 'utf8');
    const names = readdirSync(examples).filter((name) => /\.(js|py|ipynb)$/.test(name));
    expect(names.filter((name) => !list.includes(name))).toEqual([]);
    expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain('(examples/README.md)');
  });

  it('perceptron: three trajectories from the first temperature to the last', () => {
    const text = node('perceptron.js');
    expect(text.match(/^(vanilla|rsa|mcover) \{/gm)).toHaveLength(3);
    expect(text.match(/│ 0 +│ 0 +│ 0\.4 /g)).toHaveLength(3);
  });

  it('early stopping: a learning curve, and a training that ends before its 200 epochs', () => {
    const text = node('early-stopping.js');
    expect(text.match(/^P = \d+: mean test error between 0\.\d+ and 0\.\d+$/gm)).toHaveLength(4);
    const [, stopped, best] = /^stopped after (\d+) epochs; least error \S+ after (\d+):/m.exec(text)!;
    expect(Number(stopped)).toBe(Number(best) + 10);
  });

  it('minima: four methods, of which the routed one has the lowest barrier', () => {
    const rows = node('minima.js').match(/^│ (vanilla|independent, averaged|rsa|mcover) .*$/gm)!;
    expect(rows).toHaveLength(4);
    const highest = rows.map((row) => Number(/'[^']+' +│ '[^']+' +│ '([\d.]+)/.exec(row)![1]));
    expect(Math.min(...highest)).toBe(highest[3]);
  });

  it('kernel matrix: a result of each kernel', () => {
    expect(node('kernel-matrix.js').match(/^(pairs|ring|uniform) \{ testError: 0\.\d+/gm)).toHaveLength(3);
  });

  it('save, load, predict: the labels of the caller', () => {
    expect(node('save-predict.js')).toMatch(/\[ 'near', 'far' \]\n$/);
  });

  const numpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

  it.skipIf(!numpy)(
    `read.py: records and weights${numpy ? '' : ' — SKIPPED: no python3 with NumPy'}`,
    async () => {
      const out = temporary();
      const file = path.join(folder, 'ising.json');
      const args = ['run', file, '--out', out, '--workers', '1', '--trials', '2', '--save-weights'];
      expect((await mcover(args)).code).toBe(0);
      const text = printed('python3', [path.join(examples, 'read.py'), path.join(out, 'results/quick')]);
      const { records: made } = parsed(path.join(out, 'results/quick/ising.ndjson'));
      const of = made.filter(({ spec }) => spec.method === 'mcover');
      const mean = of.reduce((sum, { result }) => sum + Number(result?.excess), 0) / of.length;
      expect(text).toContain(`ising mcover 2 {'excess': ${mean.toFixed(1)}`);
      expect(text.match(/^ising-ring mcover .*\{'weight': \(50,\)\}$/gm)).toHaveLength(2);
    },
  );

  it('covers.ipynb: a notebook of format 4.5, whose cells run in their order', () => {
    const notebook = JSON.parse(readFileSync(path.join(examples, 'covers.ipynb'), 'utf8'));
    expect(notebook).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'deno' } },
    });
    const ids = notebook.cells.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const cell of notebook.cells) {
      const output = cell.cell_type === 'code' ? { execution_count: null, outputs: [] } : {};
      expect(cell).toEqual({
        ...{ cell_type: expect.stringMatching(/^(code|markdown)$/), metadata: {} },
        ...{ id: expect.stringMatching(/^[\w-]{1,64}$/), source: expect.any(Array), ...output },
      });
    }
    const code = notebook.cells.filter(({ cell_type }: { cell_type: string }) => cell_type === 'code');
    const cells = code.map(({ source }: { source: string[] }) => source.join(''));
    // What Deno shows of the last cell: an image.
    const shown = `console.log(figure[Symbol.for('Jupyter.display')]()['image/svg+xml']);`;
    const module = path.join(folder, 'notebook.mjs');
    writeFileSync(module, [...cells, shown].join(';\n').replaceAll('npm:mcover', 'mcover'));
    const text = printed(process.execPath, [module]);
    expect(text).toMatch(/^vanilla: overlap 0\.\d+\nmcover: overlap 0\.\d+\n<svg /);
    expect(text.match(/<polyline/g)).toHaveLength(2);
  });
});

it('docs/scripts.md: its script runs, and what is loaded predicts as what was saved', () => {
  const [, script] = /```js\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'docs/scripts.md'), 'utf8'))!;
  writeFileSync(path.join(folder, 'script.mjs'), script);
  const ran = spawnSync(process.execPath, ['script.mjs'], { cwd: folder, encoding: 'utf8' });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  expect(ran.stdout).toMatch(/\} \[ 'odd', 'even' \]\n\[ 'odd', 'even' \]\n\[( [\d.]+,?){4} \]\n$/);
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
