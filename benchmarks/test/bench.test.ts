import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'mcover-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });

describe('bench', () => {
  it('writes a page, results and figures, and with --json nothing but the results to stdout', () => {
    const { status, stdout, stderr } = bench(
      '--short',
      '--json',
      '--only',
      'schedule,routing,gemm,mlp',
      '--out',
      out,
    );
    expect(stderr).toContain('written to');
    expect(status).toBe(0);
    const results = JSON.parse(stdout);
    expect(results.studies.map(({ id }: { id: string }) => id)).toEqual([
      ...['schedule', 'routing', 'gemm', 'mlp'],
    ]);
    expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))).toEqual(results);
    const engines = new Set(results.studies[0].rows.map(({ subject }: { subject: string }) => subject));
    expect([...engines]).toEqual(['reference', 'wasm']);
    for (const { rows } of results.studies) {
      for (const { median } of rows) expect(median).toBeGreaterThan(0);
    }
    expect(results.machine.clock).toBeGreaterThan(0);

    // Whatever this machine has: what is not there is said not to have been measured.
    const named = ({ rows, missing }: { rows: object[]; missing: object[] }) =>
      [...new Set([...rows, ...missing].map((row) => (row as { subject: string }).subject))].sort();
    const ours = ['naive JavaScript', 'blocked JavaScript', 'wasm', 'blas', 'the same from C'];
    expect(named(results.studies[2])).toEqual(ours.sort());
    expect(named(results.studies[3])).toEqual(['PyTorch', 'blas', 'reference', 'wasm']);

    expect(results.studies[0].rows[0].at).toMatchObject({ T: 0.4 });

    const page = readFileSync(join(out, 'BENCHMARKS.md'), 'utf8');
    expect(page).toContain('npm run bench -- -- --short --only schedule,routing,gemm,mlp');
    expect(page).toContain('short form');
    expect(page).toContain('![Nanoseconds per proposal against temperature for each engine](schedule.svg)');
    expect(readFileSync(join(out, 'schedule.svg'), 'utf8')).toMatch(/^<svg.*ns per proposal/s);
  });

  it('anneals as a program in C does, and says how long each took', () => {
    const { status, stdout } = bench('--short', '--json', '--only', 'annealing', '--out', out);
    expect(status).toBe(0);
    const [{ rows, missing, ratios }] = JSON.parse(stdout).studies;
    const subjects = [...rows, ...missing].map(({ subject }: { subject: string }) => subject);
    expect(subjects).toEqual(['wasm', 'C']);
    // It throws where the two part.
    expect(ratios).toHaveLength(rows.length - 1);
  });

  it('solves a perceptron as a program in C does, and says how long each took', () => {
    const { status, stdout } = bench('--short', '--json', '--only', 'solvers', '--out', out);
    expect(status).toBe(0);
    const [{ rows, missing, ratios }] = JSON.parse(stdout).studies;
    type Line = { series: string; subject: string };
    const named = [...rows, ...missing].map(({ series, subject }: Line) => `${series} ${subject}`);
    const pairs = ['AMP iteration', 'SBPI epoch', 'STE epoch'].flatMap((what) => [
      `${what} TypeScript`,
      `${what} C`,
    ]);
    expect(named).toEqual(expect.arrayContaining(pairs));
    // It throws where the two part.
    expect(ratios).toHaveLength(missing.length ? 0 : 3);
  });

  it('times steps with a centre and by several threads, exact counts, and products beside the limit of vectors', () => {
    const { status, stdout } = bench(
      '--short',
      '--json',
      '--only',
      'counting,centres,roofline,cores',
      '--out',
      out,
    );
    expect(status).toBe(0);
    const [counting, centres, roofline, cores] = JSON.parse(stdout).studies;
    expect(counting.rows).toHaveLength(2);
    const slower = centres.ratios.map(({ slower }: { slower: string }) => slower);
    expect([...new Set(slower)]).toEqual(['EASGD', 'Entropy-SGD', 'averaged SGD']);
    const [cycle, pair] = roofline.rows.map(({ median }: { median: number }) => median);
    // Vectors do more than one operation a cycle, and fewer than two ports of multiplication and two of addition.
    expect((2 * cycle) / pair).toBeGreaterThan(1);
    expect((2 * cycle) / pair).toBeLessThan(40);
    for (const { at } of cores.ratios) expect([1, 5]).toContain(at.M);
    expect(cores.rows.length).toBe(cores.ratios.length + 2);
    expect(readFileSync(join(out, 'roofline.svg'), 'utf8')).toContain('operations a cycle');
  });

  it('compares whole trials that are traced with the same that are not', () => {
    const { status, stdout } = bench('--short', '--json', '--only', 'tracing', '--out', out);
    expect(status).toBe(0);
    const [{ ratios, rows }] = JSON.parse(stdout).studies;
    const methods = ratios.map(({ at }: { at: { method: string } }) => at.method);
    expect(methods).toEqual([
      ...['vanilla', 'rsa', 'mcover'],
      ...['sgd', 'rsgd', 'mcover', 'independent'],
      ...['sgd', 'mcover'],
    ]);
    expect(rows).toHaveLength(2 * methods.length);
  });

  it('times every device on every loop, each under its own name, and says which are not here', () => {
    const { status, stdout } = bench('--short', '--json', '--only', 'engines', '--out', out);
    expect(status).toBe(0);
    const [{ rows, missing }] = JSON.parse(stdout).studies;
    type Line = { series: string; subject: string; reason?: string };
    const by = (lines: Line[], series: string) =>
      lines.filter((line) => line.series === series).map(({ subject }) => subject.split(',')[0]);
    for (const loop of ['routed margins', 'routed fields, back', 'mixed messages']) {
      const all = [...by(rows, loop), ...by(missing, loop)];
      for (const name of ['plain loops', 'gpu.js cpu', 'gpu.js webasm', 'gpu.js webgl2'])
        expect(all).toContain(name);
    }
    for (const series of ['annealing', 'training']) {
      expect([...by(rows, series), ...by(missing, series)]).toEqual(
        expect.arrayContaining(['reference', 'webgpu']),
      );
    }
    for (const { subject } of rows) expect(subject).not.toMatch(/swiftshader|llvmpipe/i);
    for (const { reason } of missing) expect(reason).not.toBe('');
    expect(readFileSync(join(out, 'BENCHMARKS.md'), 'utf8')).toMatch(/plain loops, .+ns/);
  });

  it.each([
    [
      ['--only', 'scalling'],
      /there is no study scalling\nUsage: .*studies: scaling, schedule, annealing, solvers, counting, trials, tracing, routing, committee, centres, gemm, roofline, mlp, cores, mlp-scaling, engines/,
    ],
    [['--fast'], /--fast.*\nUsage: /],
  ])('says what is wrong with %s and exits with 2', (args, complaint) => {
    const { status, stdout, stderr } = bench(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(complaint);
    expect(stdout).toBe('');
  });
});
