import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The recipes of CONTRIBUTING.md, run as they stand there, in a folder of their own. */

const root = fileURLToPath(new URL('..', import.meta.url));
const mcover = join(root, 'packages/mcover/bin/mcover.js');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The block that is to be saved under a name. */
function recipe(name: string): string {
  const found = new RegExp(`\\\`${name}\\\`:\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  if (found === undefined) throw new Error(`CONTRIBUTING.md has no block to save as ${name}`);
  return found;
}

interface Recorded {
  spec: {
    method: string;
    params: Record<string, unknown> & { kernel?: { sigma?: number } };
    seed: { trial: number };
  };
  result: Record<string, number>;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcover-contributing-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const save = (name: string, content = recipe(name)) => writeFileSync(join(folder, name), content);

/** Runs an experiment of the folder and gives its records, in the order of their trials. */
function run(id: string, ...options: string[]): Recorded[] {
  const args = [mcover, 'run', `${id}.json`, '--profile', 'quick', '--out', '.', ...options];
  const setup: ExecFileSyncOptions = { cwd: folder, stdio: 'pipe' };
  execFileSync(process.execPath, args, setup);
  const lines = readFileSync(join(folder, `results/quick/${id}.ndjson`), 'utf8')
    .trim()
    .split('\n');
  const records: Recorded[] = lines.map((line) => JSON.parse(line));
  return records.sort((a, b) => a.spec.seed.trial - b.spec.seed.trial);
}

const report = () => readFileSync(join(folder, 'report/quick/REPORT.md'), 'utf8');
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the experiment', () => {
  it('sweeps the width of the ring, and reports it', () => {
    save('experiments/width.json'.split('/')[1], recipe('experiments/width.json'));
    const records = run('width', '--trials', '2');
    const widths = (method: string) =>
      records.filter(({ spec }) => spec.method === method).map(({ spec }) => spec.params.kernel?.sigma);
    // Vanilla annealing has no kernel: it runs once, M-cover at each of four widths.
    expect(widths('vanilla')).toEqual([undefined, undefined]);
    expect(widths('mcover').sort()).toEqual([0.5, 0.5, 1, 1, 2, 2, 4, 4]);
    for (const { spec, result } of records) {
      expect(spec.params).toMatchObject({ N: 201, alpha: 1.4, schedule: { step: 0.01 } });
      expect(result.generalizationError).toBeGreaterThanOrEqual(0);
    }
    const page = report();
    expect(page).toContain('How wide should the ring be at a low load?');
    for (const sigma of [0.5, 1, 2, 4])
      expect(page).toMatch(new RegExp(`\\| M-cover[^\\n]*\\| ${sigma} \\|`));
  });
});

describe('the model of one’s own', () => {
  it('runs by three methods, and M-cover comes closest to the ground state', () => {
    save('ising.mjs');
    save('ising.json');
    const records = run('ising');
    const excess = (method: string) =>
      records.filter(({ spec }) => spec.method === method).map(({ result }) => result.excess);
    for (const method of ['vanilla', 'rsa', 'mcover']) {
      expect(excess(method)).toHaveLength(20);
      // Pairs of bonds are broken: the energy is a multiple of 4 above that of the ground state.
      for (const value of excess(method)) expect([value >= 0, value % 4]).toEqual([true, 0]);
    }
    // A ring that is annealed to T = .1 is near its ground state; at random it is N = 50 above it.
    expect(mean(excess('vanilla'))).toBeLessThan(12);
    expect(mean(excess('mcover'))).toBeLessThan(12);
    expect(report()).toContain('energy above the ground state');
  });
});

describe('the kernel and the rule of one’s own', () => {
  it('take the place of those of the program, and other trials come of them', () => {
    save('lazy.mjs');
    save('metropolis.mjs');
    const { uses: _, ...base } = JSON.parse(recipe('experiments/width.json'));
    const params = { ...base.params, N: 51, schedule: { step: 0.01 } };
    const own = {
      ...base,
      sweep: {},
      profiles: { quick: {} },
      trials: 4,
      methods: [{ method: 'mcover' }],
    };
    const write = (id: string, change: object, uses?: string) =>
      save(
        `${id}.json`,
        JSON.stringify({ ...own, id, ...(uses && { uses }), params: { ...params, ...change } }),
      );
    write('plain', { kernel: { kind: 'uniform' } });
    write('lazy', { kernel: { kind: 'lazy', p: 0.3 } }, './lazy.mjs');
    write('metropolis', { kernel: { kind: 'uniform' }, rule: { kind: 'metropolis' } }, './metropolis.mjs');
    const [plain, lazy, metropolis] = ['plain', 'lazy', 'metropolis'].map((id) => run(id));
    for (const records of [plain, lazy, metropolis]) expect(records).toHaveLength(4);
    const results = (records: Recorded[]) => records.map(({ result }) => result);
    expect(lazy[0].spec.params.kernel).toEqual({ kind: 'lazy', p: 0.3 });
    expect(metropolis[0].spec.params.rule).toEqual({ kind: 'metropolis' });
    expect(results(lazy)).not.toEqual(results(plain));
    expect(results(metropolis)).not.toEqual(results(plain));
    // It learns: at random the error is ½.
    for (const records of [lazy, metropolis])
      expect(mean(records.map(({ result }) => result.generalizationError))).toBeLessThan(0.4);
  });
});
