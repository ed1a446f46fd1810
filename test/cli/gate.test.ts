import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalLine, sealRecord, type TrialRecord } from '@mcover/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { follow, journal, mcover, mine, parsed, program, temporary, write } from './support.ts';

let out: string;
let results: string;
let file: string;

beforeAll(async () => {
  out = temporary();
  file = write(out, 'mine.json', mine);
  results = path.dirname(journal(out, 'mine'));
  await mcover(['run', file, '--profile', 'smoke', '--trials', '12', '--out', out]);
});

/** A folder with a journal of the records as `change` makes them. */
function changed(change: (result: Record<string, number | boolean>, id: string) => object): string {
  const folder = temporary();
  const { records } = parsed(journal(out, 'mine'));
  const lines = records.map(({ experiment, id, spec, result, provenance }) =>
    journalLine(sealRecord(experiment, spec, { result: { ...result, ...change(result!, id) } }, provenance)),
  );
  fs.writeFileSync(path.join(folder, 'mine.ndjson'), lines.join(''));
  return folder;
}

const solved = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };
const gate = (baseline: string, ...options: string[]) =>
  mcover(['gate', '--baseline', baseline, '--results', results, ...options]);

test('a reference is made of records, which then pass; the statement comes before the answer', async () => {
  const baseline = path.join(out, 'reference');
  const renewed = await gate(baseline, '--renew');
  expect(renewed.code).toBe(0);
  expect(renewed.stdout).toMatch(/^mine +M-cover +new +12 /m);
  expect(fs.readFileSync(path.join(baseline, 'mine.ndjson'), 'utf8')).toBe(
    fs.readFileSync(journal(out, 'mine'), 'utf8'),
  );
  const { code, stdout, stderr } = await gate(baseline);
  expect(code).toBe(0);
  expect(stdout).toContain('mcover gate: passed\n');
  expect(stderr).toContain('2 cells to compare, 2 of them with records equal');
  expect(stderr).toContain('mine (12 against 12 trials): ');
});

test('records that are worse than the reference fail, for people, programs and GitHub', async () => {
  const summary = write(out, 'summary.md', '');
  const baseline = changed(() => solved);
  const args = ['gate', '--baseline', baseline, '--results', results];
  const told = await mcover([...args, '--github'], undefined, { GITHUB_STEP_SUMMARY: summary });
  expect(told.code).toBe(1);
  expect(told.stdout).toMatch(
    /^::error title=mine%2C M-cover::mine, M-cover: worse: mean generalization error 0\.0000 → /m,
  );
  expect(fs.readFileSync(summary, 'utf8')).toContain('## mcover gate: **failed**');
  // On a terminal, plain text; markdown into files alone.
  expect(told.stdout).toContain('mcover gate: FAILED\n');
  expect(told.stdout).not.toMatch(/^[|#]/m);
  const file = path.join(out, 'gate.md');
  await mcover([...args, '--markdown', file]);
  expect(fs.readFileSync(file, 'utf8')).toBe(fs.readFileSync(summary, 'utf8'));
  const { code, stdout, stderr } = await gate(baseline, '--json', '--github');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    passed: false,
    alpha: 0.01,
    cells: [{ verdict: 'same' }, { verdict: 'worse' }],
  });
  expect(stderr).toContain('::error');
});

test('a cell that is missing fails, though no other is worse', async () => {
  const fewer = part(({ spec }) => spec.method === 'vanilla');
  const { code, stdout } = await mcover(['gate', '--baseline', results, '--results', fewer]);
  expect(code).toBe(1);
  expect(stdout).toContain('\nmine, M-cover: missing');
});

test('a stricter level lets the same records pass', async () => {
  const { code } = await gate(
    changed(() => solved),
    '--alpha',
    '1e-9',
  );
  expect(code).toBe(0);
});

test('a renewal says what it changes', async () => {
  const baseline = changed(() => solved);
  const { code, stdout, stderr } = await gate(baseline, '--renew', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    unchanged: 0,
    changed: [
      ['mine', 'vanilla SA', 'other trials', '12 → 12', '0.0000 → 0.1813', '+0.1813', '12/12 → 6/12'],
      ['mine', 'M-cover', 'other trials', '12 → 12', '0.0000 → 0.2301', '+0.2301', '12/12 → 3/12'],
    ],
  });
  expect(stderr).toContain('2 cells changed, 0 as before');
  expect((await gate(baseline)).code).toBe(0);
});

/** A folder with those lines of the journal that are kept, and its description. */
function part(keep: (line: { spec: TrialRecord['spec'] }) => boolean): string {
  const folder = temporary();
  const lines = fs.readFileSync(journal(out, 'mine'), 'utf8').split(/^/m);
  fs.writeFileSync(path.join(folder, 'mine.ndjson'), lines.filter((line) => keep(JSON.parse(line))).join(''));
  fs.copyFileSync(path.join(results, 'mine.json'), path.join(folder, 'mine.json'));
  return folder;
}

describe('a renewal does not erase', () => {
  const renew = (baseline: string, from: string, ...options: string[]) =>
    mcover(['gate', '--baseline', baseline, '--results', from, '--renew', ...options]);
  const contentOf = (folder: string) => fs.readFileSync(path.join(folder, 'mine.ndjson'), 'utf8');

  test.each<[string, Parameters<typeof part>[0], RegExp]>([
    ['no records', () => false, /holds no records, and makes no reference: run the experiments first$/m],
    ['some of the cells', ({ spec }) => spec.method === 'vanilla', /^ {2}mine, M-cover: 12 of 12 trials$/m],
    ['some of the trials', ({ spec }) => spec.seed.trial < 5, /^ {2}mine, vanilla SA: 7 of 12 trials$/m],
  ])('by %s', async (_, keep, told) => {
    const baseline = changed(() => solved);
    const before = contentOf(baseline);
    const { code, stdout, stderr } = await renew(baseline, part(keep));
    expect(code).toBe(2);
    expect(stderr).toMatch(told);
    expect(stdout).toBe('');
    expect(contentOf(baseline)).toBe(before);
  });

  test('unless it is told that trials may go', async () => {
    const [baseline, from] = [changed(() => solved), part(({ spec }) => spec.seed.trial < 5)];
    expect((await renew(baseline, from)).stderr).toContain('or give --remove');
    expect(await renew(baseline, from, '--remove')).toMatchObject({ code: 0 });
    expect(contentOf(baseline)).toBe(contentOf(from));
    expect(await gate(baseline, '--remove')).toMatchObject({ code: 2 });
  });

  test('and of many cells, it names some', async () => {
    const [baseline, from] = [temporary(), changed(() => ({}))];
    const smoke = fileURLToPath(new URL('../../results/reference/smoke', import.meta.url));
    fs.cpSync(smoke, baseline, { recursive: true });
    const { code, stderr } = await renew(baseline, from);
    expect(code).toBe(2);
    expect(stderr.match(/: 40 of 40 trials$/gm)).toHaveLength(12);
    expect(stderr).toMatch(/^ {2}and \d+ more cells$/m);
    expect(fs.readdirSync(baseline)).toEqual(fs.readdirSync(smoke));
  });
});

test('where there is no reference, the command that makes one is told', async () => {
  const nowhere = path.join(temporary(), 'reference');
  for (const baseline of [nowhere, temporary()]) {
    const { code, stderr } = await gate(baseline);
    expect(code).toBe(2);
    const [, told] = /^.* holds no journal: there is no reference; .* by "mcover (.+)"$/m.exec(stderr)!;
    expect(told).toBe(`gate --profile quick --baseline ${baseline} --results ${results} --renew`);
    expect(await mcover(told.split(' '))).toMatchObject({ code: 0 });
    expect(await gate(baseline)).toMatchObject({ code: 0 });
  }
  const { code, stderr } = await mcover(['gate', '--profile', 'huge', '--results', results]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /reference.huge holds no journal: .* by "mcover gate --profile huge --results .* --renew"$/m,
  );
});

test('one trial that came out differently is in the headline, and fails where records are to be equal', async () => {
  const { records } = parsed(journal(out, 'mine'));
  const one = records.find(({ spec, result }) => spec.method === 'vanilla' && !result!.solved)!;
  const baseline = changed((_, id) => (id === one.id ? solved : {}));
  const summary = write(out, 'exact.md', '');
  const args = ['gate', '--baseline', baseline, '--results', results, '--github'];
  const run = (...more: string[]) => mcover([...args, ...more], undefined, { GITHUB_STEP_SUMMARY: summary });
  const lenient = await run();
  expect(lenient.code).toBe(0);
  expect(lenient.stdout).toContain(
    'mcover gate: passed\n\nNo cell became worse. The program computes something else in 1 cell. ',
  );
  expect(lenient.stdout).toContain(
    '::warning title=mcover gate::the program computes something else in 1 cell\n',
  );
  const exact = await run('--exact');
  expect(exact.code).toBe(1);
  expect(exact.stdout).toContain(
    'mcover gate: FAILED\n\nNo cell became worse. The program computes something else in 1 cell. ',
  );
  const cell = 'mine, vanilla SA';
  const text = `${cell}: changed: 1 of 12 trials that the reference has came out differently`;
  expect(exact.stdout).toContain(`\n${text}\n`);
  expect(exact.stdout).toContain(`::error title=${cell.replace(',', '%2C')}::${text}\n`);
  expect(exact.stdout).toContain('Where that is meant, "mcover gate --renew" in the same commit');
  await gate(baseline, '--renew');
  expect(await run('--exact')).toMatchObject({ code: 0 });
});

test('cells of few trials are an error where a number is asked for', async () => {
  const baseline = changed(() => ({}));
  expect(await gate(baseline, '--min-trials', '12')).toMatchObject({ code: 0 });
  expect(await gate(baseline, '--min-trials', '13')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('too few: 12 reference trials, and --min-trials asks for 13'),
  });
  expect(await gate(baseline, '--min-trials', '0')).toMatchObject({ code: 2 });
  for (const option of [['--exact'], ['--min-trials', '3']])
    expect(await gate(baseline, '--renew', ...option)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be used with'),
    });
});

test('a damaged line stops the gate and is named', async () => {
  const baseline = changed(() => ({}));
  fs.appendFileSync(path.join(baseline, 'mine.ndjson'), '{"id":\n');
  const { code, stderr } = await gate(baseline);
  expect(code).toBe(1);
  expect(stderr).toContain('mine.ndjson:25: not JSON');
  expect(stderr).toContain('nothing was compared: 1 line');
  expect((await gate(baseline, '--renew')).code).toBe(1);
});

test('programs and GitHub are told of a damaged line as well', async () => {
  const baseline = changed(() => ({}));
  fs.appendFileSync(path.join(baseline, 'mine.ndjson'), '{"id":\n');
  const summary = write(out, 'damaged.md', '');
  const told = ['gate', '--baseline', baseline, '--results', results, '--json', '--github'];
  const { code, stdout, stderr } = await mcover(told, undefined, { GITHUB_STEP_SUMMARY: summary });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ passed: false, rejected: [{ line: 25, reason: 'not JSON' }] });
  expect(stderr).toMatch(/^::error title=mcover gate::.*mine\.ndjson:25: not JSON$/m);
  expect(fs.readFileSync(summary, 'utf8')).toContain('mine.ndjson:25: not JSON');
});

test('records are not compared with themselves, nor put in their own place', async () => {
  for (const options of [[], ['--renew']]) {
    const { code, stderr } = await gate(results, ...options);
    expect(code).toBe(2);
    expect(stderr).toContain('are one folder');
  }
});

test('a reader that stops early does not make a failed gate pass', async () => {
  const call = ['gate', '--baseline', changed(() => solved), '--results', results];
  const script = '"$0" "$@" 2>/dev/null | true; echo "$PIPESTATUS"';
  const piped = spawn('bash', ['-c', script, process.execPath, program, ...call]);
  expect((await follow(piped).ended).stdout).toBe('1\n');
});

test.each(['smoke', 'quick'])(
  'the reference of the profile %s has every experiment, whole',
  async (profile) => {
    const folder = fileURLToPath(new URL(`../../results/reference/${profile}`, import.meta.url));
    expect(await mcover(['verify', folder])).toMatchObject({ code: 0, stderr: '' });
  },
);

test('a folder without records, or a level that is none, is an error of the call', async () => {
  expect(await mcover(['gate', '--baseline', results, '--results', temporary()])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds no journal'),
  });
  expect(await gate(results, '--alpha', '1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('between 0 and 1'),
  });
});

test('the speed of the engine is compared where it is asked for', async () => {
  const baseline = changed(() => ({}));
  expect(await gate(baseline, '--speed')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('speed.json'),
  });
  fs.writeFileSync(
    path.join(baseline, 'speed.json'),
    JSON.stringify({
      engine: 'wasm',
      ratios: { annealing: Array(15).fill(0.01), committee: Array(15).fill(1e6) },
    }),
  );
  const { code, stdout } = await gate(baseline, '--speed');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^annealing +0\.0100 → .* ✓ not slower$/m);
  expect(stdout).toMatch(/^committee +.* ✗ slower$/m);
});

test('the action of a repository runs its experiments and compares them', async () => {
  const script = fileURLToPath(new URL('../../.github/actions/gate/run.sh', import.meta.url));
  const baseline = path.join(out, 'action-reference');
  await gate(baseline, '--renew');
  const inputs = { EXPERIMENTS: file, PROFILE: 'smoke', TRIALS: '12', BASELINE: baseline, ALPHA: '0.01' };
  const { MCOVER_PROFILE: _, ...inherited } = process.env;
  const env = { ...inherited, ...inputs, OUT: temporary(), GITHUB_STEP_SUMMARY: '' };
  const run = (more: NodeJS.ProcessEnv) =>
    follow(spawn('bash', [script], { env: { ...env, ...more } })).ended;
  const { code, stdout } = await run({ EXACT: 'true', MIN_TRIALS: '12' });
  expect(stdout).toContain('mcover gate: passed\n');
  expect(code).toBe(0);
  expect(await run({ MIN_TRIALS: '13' })).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('::error title=mine%2C M-cover::mine, M-cover: too few: 12'),
  });
  const wrong = await run({ EXACT: 'yes' });
  expect(wrong).toMatchObject({ code: 2, stderr: 'exact is "yes"; allowed: true, false\n' });
});

test('the action never takes SYNTHETIC data for a data set unless it is told to', async () => {
  const script = fileURLToPath(new URL('../../.github/actions/gate/run.sh', import.meta.url));
  const where = temporary();
  const content = {
    ...JSON.parse(mine),
    model: 'committee',
    data: { name: 'fashion-mnist' },
    params: { P: 20, K: 3, B: 10, epochs: 1 },
    methods: [{ method: 'sgd' }],
  };
  const [experiment, teacher] = [
    write(where, 'images.json', JSON.stringify({ ...content, id: 'images' })),
    file,
  ];
  const inputs = { EXPERIMENTS: `${experiment} ${teacher}`, PROFILE: 'smoke', TRIALS: '2', ALPHA: '0.01' };
  const { MCOVER_PROFILE: _, ...inherited } = process.env;
  const env = { ...inherited, ...inputs, OUT: 'out', BASELINE: 'reference', GITHUB_STEP_SUMMARY: '' };
  const run = (more: NodeJS.ProcessEnv) =>
    follow(spawn('bash', [script], { env: { ...env, MCOVER_DATA_DIR: '/nowhere', ...more }, cwd: where }))
      .ended;
  const strict = await run({});
  expect(strict.code).toBe(2);
  expect(strict.stderr).toContain('fashion-mnist');
  expect(fs.existsSync(path.join(where, 'out'))).toBe(false);
  expect((await run({ REQUIRE_DATA: 'no' })).stderr).toContain('allowed: true, false');
  expect((await run({ DATA: 'cifar' })).stderr).toContain('no data set "cifar"');
  // A reference that has the data set: its records, under the name of the data set.
  await run({ REQUIRE_DATA: 'false' });
  const records = path.join(where, 'out/results/smoke');
  const reference = path.join(where, 'reference');
  fs.cpSync(records, reference, { recursive: true });
  const data = { name: 'fashion-mnist', sha256: 'a'.repeat(64) };
  const lines = parsed(path.join(records, 'images.ndjson')).records.map((record) =>
    journalLine(
      sealRecord('images', { ...record.spec, data }, { result: record.result! }, record.provenance),
    ),
  );
  fs.writeFileSync(path.join(reference, 'images.ndjson'), lines.join(''));
  const lenient = await run({ REQUIRE_DATA: 'false' });
  expect(lenient).toMatchObject({ code: 0 });
  expect(lenient.stdout).toContain('1 cell skipped: no fashion-mnist; "mcover data fetch fashion-mnist"');
  // Where no other cell is there, nothing was compared, and that is no answer.
  for (const folder of [reference, records]) fs.rmSync(path.join(folder, 'mine.ndjson'));
  const nothing = await mcover(['gate', '--baseline', reference, '--results', records]);
  expect(nothing).toMatchObject({ code: 2 });
  expect(nothing.stdout).toContain('mcover gate: FAILED\n\nThere is nothing to compare.');
  expect(nothing.stdout).toContain('all cells were skipped');
});

test('the action runs models of a repository of one’s own, which import the packages', async () => {
  const [script, model] = ['../../.github/actions/gate/run.sh', '../../examples/hopfield.js'].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  const where = temporary();
  for (const file of [model, model.replace(/js$/, 'json')])
    fs.copyFileSync(file, path.join(where, path.basename(file)));
  const inputs = { EXPERIMENTS: 'hopfield.json', PROFILE: 'smoke', TRIALS: '1', ALPHA: '0.01' };
  const { MCOVER_PROFILE: _, ...inherited } = process.env;
  const env = { ...inherited, ...inputs, OUT: 'out', BASELINE: 'reference', GITHUB_STEP_SUMMARY: '' };
  const first = await follow(spawn('bash', [script], { env, cwd: where })).ended;
  expect(first.code).not.toBe(0);
  const records = path.join(where, 'out/results/smoke');
  expect(fs.readdirSync(records)).toContain('hopfield.ndjson');
  expect(fs.existsSync(path.join(where, 'node_modules'))).toBe(false);
  fs.cpSync(records, path.join(where, 'reference'), { recursive: true });
  const { code, stdout } = await follow(spawn('bash', [script], { env, cwd: where })).ended;
  expect(stdout).toContain('mcover gate: passed\n');
  expect(code).toBe(0);
});
