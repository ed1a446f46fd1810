import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { alone, journal, mine, temporary, write } from './support.ts';

/** Input of the wrong kind ends a command with its code and a remedy; nothing waits for ever. */

const smoke = fileURLToPath(new URL('../../results/reference/smoke', import.meta.url));

function pipe(...parts: string[]): string {
  const file = path.join(...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  execFileSync('mkfifo', [file]);
  return file;
}

describe.runIf(process.platform === 'linux')('what is no regular file is not waited for', () => {
  const out = temporary();
  const file = write(out, 'mine.json', mine);
  const run = ['run', file, '--profile', 'smoke', '--workers', '1', '--out'];

  test.each<[string, () => string[], RegExp]>([
    [
      'a pipe as experiment',
      () => ['plan', pipe(temporary(), 'e.json')],
      /cannot read the experiment file .*no regular/,
    ],
    [
      'a device under extends',
      () => ['plan', write(temporary(), 'e.json', '{"extends":"/dev/zero"}')],
      /\/extends: .*no regular/,
    ],
    [
      'a pipe as journal',
      () => ['verify', path.dirname(pipe(temporary(), 'mine.ndjson'))],
      /cannot read the journal .*no regular/,
    ],
    [
      'a pipe in a report',
      () => ['report', '--results', path.dirname(pipe(temporary(), 'mine.ndjson'))],
      /cannot be read \(it is no regular/,
    ],
    [
      'a folder as journal',
      () => {
        const to = temporary();
        fs.mkdirSync(journal(to, 'mine'), { recursive: true });
        return [...run, to];
      },
      /cannot read the journal .*no regular/,
    ],
    [
      'a report below /proc',
      () => ['report', '--results', smoke, '--out', '/proc/x/y'],
      /^cannot write \/proc\/x\/y.*missing: make it/m,
    ],
    ['results below /proc', () => [...run, '/proc/x/y'], /cannot write \/proc\/x\/y/],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await alone(args());
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test('data below /proc', async () => {
    const args = ['data', 'fetch', 'mnist', '--from', 'http://127.0.0.1:9'];
    const { code, stderr } = await alone(args, undefined, { MCOVER_DATA_DIR: '/proc/x' });
    expect(stderr).toMatch(/cannot write \/proc\/x.*MCOVER_DATA_DIR/);
    expect(code).toBe(2);
  });

  test('a pipe as description is written anew', async () => {
    const to = temporary();
    const beside = pipe(to, 'results', 'smoke', 'mine.json');
    expect((await alone([...run, to])).code).toBe(0);
    expect(JSON.parse(fs.readFileSync(beside, 'utf8'))).toMatchObject({ experiment: 'mine' });
  });
});

test.each([
  [['data', 'fetch', '--from', 'notaurl'], /--from.*Allowed: addresses that begin with http/s],
  [['plan', '--out', ''], /--out: an empty text is no value/],
  [['verify', ''], /an empty text is no argument/],
  [['plan', '--workers', '257'], /Allowed: whole numbers from 1 to 256/],
])('a wrong call ends with 2: %j', async (args, message) => {
  const { code, stderr } = await alone(args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('doctor tells of a folder of data that is a file, among all the rest', async () => {
  const file = write(temporary(), 'file', '');
  const { code, stdout } = await alone(['doctor'], undefined, { MCOVER_DATA_DIR: file });
  expect(stdout).toMatch(/^data .*ENOTDIR.*; MCOVER_DATA_DIR names the folder of the data sets$/m);
  expect(stdout).toMatch(/^results in .* can be written/m);
  expect(code).toBe(1);
});

test('a journal without any record is not good', async () => {
  const folder = temporary();
  const empty = write(folder, 'mine.ndjson', '');
  const { code, stderr } = await alone(['verify', folder]);
  expect(stderr).toBe(`${empty}: it holds no record\n`);
  expect(code).toBe(1);
});

test('merge ends with 1 where a journal of the whole is missing, as verify does', async () => {
  const [part, out] = [path.join(temporary(), 'smoke'), path.join(temporary(), 'smoke')];
  fs.mkdirSync(part);
  for (const end of ['json', 'ndjson'])
    fs.copyFileSync(path.join(smoke, `fig2a-load.${end}`), path.join(part, `fig2a-load.${end}`));
  const merged = await alone(['merge', part, '--out', out]);
  expect(merged.stderr).toMatch(/fig2b-load\.ndjson: the journal is missing/);
  expect(merged.code).toBe(1);
  expect((await alone(['verify', out])).code).toBe(1);
});

test('a manifold with more patterns than fit is refused when it is planned', async () => {
  const text = JSON.stringify({
    ...{
      id: 'large',
      model: 'committee',
      params: { N: 20, P: 10, K: 3 },
      trials: 1,
      profiles: { smoke: {} },
    },
    data: { name: 'hidden-manifold', D: 5, test: 1e12 },
    methods: [{ method: 'sgd' }],
  });
  const { code, stderr } = await alone([
    'plan',
    write(temporary(), 'large.json', text),
    '--profile',
    'smoke',
  ]);
  expect(stderr).toMatch(/data\/test: 1000000000000 takes 20000000000000 bytes, over 2147483648; take less/);
  expect(code).toBe(2);
});
