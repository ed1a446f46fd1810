import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { builtIn } from '@mcover/models';
import { recordsSchema, validator } from '@mcover/record';
import { expect, test } from 'vitest';
import { documentedSchema } from '../../packages/harness/dist/config/parameters.js';
import { follow, journal, mcover, mine, parsed, program, temporary, write } from './support.ts';

test('--json prints JSON alone on stdout', async () => {
  const out = temporary();
  const file = write(out, 'mine.json', mine);
  const options = ['--profile', 'smoke', '--out', out, '--json'];
  const planned = JSON.parse((await mcover(['plan', file, ...options])).stdout);
  expect(planned).toMatchObject({
    profile: 'smoke',
    experiments: [{ experiment: 'mine', trials: 4, there: 0, toRun: 4 }],
  });
  expect(planned.range.low).toBeLessThan(planned.seconds);
  expect(planned.range.high).toBeGreaterThan(planned.seconds);
  expect(fs.readdirSync(out)).toEqual(['mine.json']);
  const ran = JSON.parse((await mcover(['run', file, ...options])).stdout);
  expect(ran).toMatchObject({
    experiments: [{ experiment: 'mine', trials: 4, ran: 4, journal: journal(out, 'mine') }],
    failed: [],
  });
  const [vanilla, routed] = ran.experiments[0].cells;
  expect([vanilla.label, routed.label]).toEqual(['vanilla SA', 'M-cover']);
  const values = parsed(journal(out, 'mine')).records.flatMap(({ spec, result }) =>
    spec.method === 'mcover' ? [Number(result!.generalizationError)] : [],
  );
  const mean = (values[0] + values[1]) / 2;
  expect(routed).toMatchObject({ n: 2, failed: 0, parameters: { M: 2, 'kernel.sigma': 3 } });
  expect(routed.mean).toBeCloseTo(mean, 12);
  // Student's t of one degree of freedom: 12.7062, times |a − b|/2.
  expect(routed.tInterval.high - mean).toBeCloseTo((12.7062047 * Math.abs(values[0] - values[1])) / 2, 5);
  expect(ran.report).toContain(path.join(out, 'report', 'smoke', 'REPORT.md'));
  for (const made of ran.report) expect(fs.existsSync(made)).toBe(true);
  const verified = JSON.parse(
    (await mcover(['verify', path.dirname(journal(out, 'mine')), '--json'])).stdout,
  );
  expect(verified).toMatchObject({ ok: true, journals: [{ records: 4, faults: [] }] });
});

test('results go to stdout, progress to stderr in plain lines', async () => {
  const out = temporary();
  const file = write(out, 'mine.json', mine);
  const { stdout, stderr } = await mcover(['run', file, '--profile', 'smoke', '--out', out]);
  const [trials, outcome, places] = stdout.split('\n\n');
  expect(trials).toMatch(/^experiment +trials\nmine +4\/4$/);
  expect(outcome).toMatch(
    /^mine: mine\n {2}method +mean \[BCa 95 %\] +solved\n {2}vanilla SA +\d.*\n {2}M-cover +\d/,
  );
  expect(places).toMatch(/^records .*\nreport .*REPORT\.md\npage {5}file:.*index\.html\n$/);
  expect(stderr).toMatch(/^profile smoke, .*\n0\/4 trials, .*\n4\/4 trials\n$/);
});

test('a plan says what its columns mean', async () => {
  const file = write(temporary(), 'mine.json', mine);
  const { stdout } = await mcover(['plan', file, '--profile', 'smoke']);
  expect(stdout).toMatch(/^mine +4 +0 +0 +0 +4 +less than 1 s$/m);
  for (const column of ['there', 'copied', 'shared', 'to run', 'time'])
    expect(stdout).toContain(`${column}: `);
});

test('doctor tells what runs here, and whether results can be written', async () => {
  const good = await mcover(['doctor', '--json', '--out', path.join(temporary(), 'not', 'yet')]);
  expect(good.code).toBe(0);
  expect(JSON.parse(good.stdout)).toMatchObject({
    ok: true,
    runtime: expect.stringMatching(/^(node|bun|deno) \d/),
    threads: expect.any(Number),
    memory: { freeBytes: expect.any(Number), totalBytes: expect.any(Number) },
    engine: 'wasm',
    engines: expect.arrayContaining([{ name: 'reference', available: true }]),
    data: {
      folder: expect.any(String),
      sets: [
        { name: 'fashion-mnist', state: expect.any(String) },
        { name: 'mnist', state: expect.any(String) },
      ],
    },
    gpu: { annealing: expect.any(Array), training: expect.any(Array) },
    out: { writable: true },
  });
  const lines = (await mcover(['doctor'])).stdout.trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^mcover \d.*: engine wasm, \d+ threads?, .* GiB free, /),
    expect.stringMatching(/^data in .*: fashion-mnist \w+, mnist \w+/),
    expect.stringMatching(/^results in .* can be written/),
  ]);
  const file = write(temporary(), 'file', '');
  const bad = await mcover(['doctor', '--out', path.join(file, 'below')]);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain('cannot be written');
});

test.each([
  ['experiment', documentedSchema(builtIn)],
  ['record', recordsSchema(builtIn.models.flatMap(({ name }) => builtIn.variantsOf(name)))],
])('schema %s prints a JSON Schema', async (what, schema) => {
  const { code, stdout } = await mcover(['schema', what]);
  const { $schema, ...printed } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(printed).toEqual(JSON.parse(JSON.stringify(schema)));
  if (what === 'experiment') expect(validator(printed).fits(JSON.parse(mine))).toBe(true);
});

test('a reader that stops early is no error', async () => {
  const piped = spawn('bash', ['-c', '"$0" "$@" | head -c 1', process.execPath, program, 'schema', 'record']);
  expect(await follow(piped).ended).toEqual({ code: 0, stdout: '{', stderr: '' });
});

test('a reader of the progress that stops early does not stop the run', async () => {
  const folder = temporary();
  const file = write(folder, 'mine.json', mine);
  const script = '"$0" "$@" 2>&1 >/dev/null | true; echo "$PIPESTATUS"';
  const call = [program, 'run', file, '--profile', 'smoke', '--out', folder];
  const piped = spawn('bash', ['-c', script, process.execPath, ...call]);
  expect((await follow(piped).ended).stdout).toBe('0\n');
  expect(fs.readFileSync(journal(folder, 'mine'), 'utf8').split('\n')).toHaveLength(5);
});

test('help and version are good answers', async () => {
  expect(await mcover(['--help'])).toMatchObject({ code: 0, stderr: '' });
  expect((await mcover(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
