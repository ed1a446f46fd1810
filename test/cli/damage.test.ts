import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { journalLine, sealRecord } from '@mcover/record';
import { beforeEach, expect, test } from 'vitest';
import { essence, follow, journal, mcover, mine, parsed, program, temporary, write } from './support.ts';

let out: string;
let file: string;

beforeEach(() => {
  out = temporary();
  file = write(out, 'mine.json', mine);
});

const run = (...options: string[]) => mcover(['run', file, '--profile', 'smoke', '--out', out, ...options]);
const read = () => fs.readFileSync(journal(out, 'mine'), 'utf8');

test('stop verify and report, and are set aside by run, which makes their trials again', async () => {
  await run();
  const sound = essence(journal(out, 'mine'));
  const [first, second, ...others] = read().trimEnd().split('\n');
  const changed = second.replace(/"overlap":/, '"overlap":0.123,"x":');
  fs.writeFileSync(journal(out, 'mine'), [first, changed, ...others, first.slice(0, 99)].join('\n'));

  const folder = path.dirname(journal(out, 'mine'));
  const verified = await mcover(['verify', folder]);
  expect(verified.code).toBe(1);
  expect(verified.stderr).toContain('mine.ndjson:2: ');
  expect(verified.stderr).toContain('mine.ndjson:5: the last line is torn');
  const reported = await mcover(['report', '--results', folder, '--out', path.join(out, 'other')]);
  expect(reported.code).toBe(1);
  expect(reported.stderr).toContain('mine.ndjson:2: ');
  expect(fs.existsSync(path.join(out, 'other'))).toBe(false);

  const again = await run();
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('2 damaged lines');
  expect(essence(journal(out, 'mine'))).toEqual(sound);
  expect(
    fs
      .readFileSync(`${journal(out, 'mine')}.rejected`, 'utf8')
      .trimEnd()
      .split('\n'),
  ).toHaveLength(2);
  expect((await mcover(['verify', folder])).code).toBe(0);
});

test('a failed trial is no good answer, and is tried again', async () => {
  await run();
  const { records } = parsed(journal(out, 'mine'));
  const { experiment, spec, provenance } = records[1];
  const failed = sealRecord(experiment, spec, { failure: { kind: 'Error', message: 'bad day' } }, provenance);
  const lines = [records[0], failed, records[2], records[3]].map(journalLine);
  fs.writeFileSync(journal(out, 'mine'), lines.join(''));
  const folder = path.dirname(journal(out, 'mine'));
  const verified = await mcover(['verify', folder]);
  expect(verified.code).toBe(1);
  expect(verified.stderr).toContain('bad day');
  expect((await run()).stderr).toContain('3 there, 1 trial to run');
  expect((await mcover(['verify', folder])).code).toBe(0);
});

test('a missing trial is named', async () => {
  await run();
  fs.writeFileSync(journal(out, 'mine'), read().split('\n').slice(1).join('\n'));
  const { code, stderr } = await mcover(['verify', path.dirname(journal(out, 'mine'))]);
  expect(code).toBe(1);
  expect(stderr).toContain('1 of 2 trials of mcover ');
});

test('verify names what a folder of the repository’s experiments lacks', async () => {
  const fast = ['--profile', 'smoke', '--only', 'table3-committee', '--out', out, '--trials', '1'];
  expect((await mcover(['repro', ...fast])).code).toBe(0);
  const { code, stderr } = await mcover(['verify', path.dirname(journal(out, 'mine'))]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/table3-committee\.ndjson: \d+ of \d+ trials of sgd /);
  expect(stderr).toContain(`${journal(out, 'fig2a-load')}: the journal is missing; "mcover repro`);
});

test('a disk that is full in the middle of a line leaves whole lines only', async () => {
  // 40 KiB hold the description, and some of the records.
  const limited = `trap '' XFSZ; ulimit -f 40; exec "$0" "$@"`;
  const args = [process.execPath, program, 'run', file, '--profile', 'smoke', '--out', out, '--trials', '40'];
  const { code, stderr, stdout } = await follow(spawn('bash', ['-c', limited, ...args])).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(`cannot write ${journal(out, 'mine')}: EFBIG`);
  expect(essence(journal(out, 'mine')).length).toBeGreaterThan(0);
  expect((await run('--trials', '40')).code).toBe(0);
  expect(essence(journal(out, 'mine'))).toHaveLength(80);
});
