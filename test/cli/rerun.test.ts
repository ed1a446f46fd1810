import fs from 'node:fs';
import path from 'node:path';
import { journalLine, sealRecord } from '@mcover/record';
import { beforeAll, expect, test } from 'vitest';
import { journal, mcover, mine, parsed, temporary, turned, write } from './support.ts';

let out: string;
let folder: string;

beforeAll(async () => {
  out = temporary();
  folder = path.dirname(journal(out, 'mine'));
  const args = ['run', write(out, 'mine.json', mine), '--profile', 'smoke', '--out', out, '--trials', '10'];
  expect((await mcover(args)).code).toBe(0);
});

const read = () => parsed(journal(out, 'mine')).records;
const verify = (...options: string[]) => mcover(['verify', folder, ...options]);

test('good records agree, as many as are asked for', async () => {
  const { code, stdout } = await verify('--rerun', '5');
  expect(code).toBe(0);
  expect(stdout).toMatch(/20 records, 0 faults\n5 trials run again: all agree\n/);
  expect(stdout).toMatch(
    /\ndrawn by seed 1 from 20 trials: one false record is missed with probability 0\.75\n$/,
  );
  expect((await verify('--rerun', '99')).stdout).toContain('20 trials run again: all agree');
});

test('a share of them is drawn by the seed that is given', async () => {
  const { code, stdout } = await verify('--rerun', '10%', '--seed', '7');
  expect(code).toBe(0);
  expect(stdout).toContain('2 trials run again: all agree');
  expect(stdout).toContain(
    'drawn by seed 7 from 20 trials: one false record is missed with probability 0.90',
  );
  for (const none of ['0', '101%']) {
    const refused = await verify('--rerun', none);
    expect([none, refused.code]).toEqual([none, 2]);
    expect(refused.stderr).toContain('whole numbers from 1, and shares up to 100%');
  }
});

test('a record that no trial can give is found without running anything, however well it is sealed', async () => {
  const lines = fs.readFileSync(journal(out, 'mine'), 'utf8');
  const records = read();
  const { experiment, spec, result, provenance, id } = records[7];
  const impossible = { ...result!, generalizationError: 0.5, overlap: 1, solved: true };
  records[7] = sealRecord(experiment, spec, { result: impossible }, provenance);
  fs.writeFileSync(journal(out, 'mine'), records.map(journalLine).join(''));
  try {
    const { code, stderr } = await verify();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `mine.ndjson:8: /result: it cannot be: the generalization error 0.5 is not 0, arccos(R)/π of the overlap R = 1 (trial ${id.slice(0, 12)})`,
    );
    expect((await mcover(['report', '--results', folder, '--out', temporary()])).code).toBe(1);
  } finally {
    fs.writeFileSync(journal(out, 'mine'), lines);
  }
});

test('a record that its trial does not give is found, however well it is sealed', async () => {
  const records = read();
  const [{ experiment, spec, provenance, id }] = records.splice(7, 1);
  const lines = [...records, sealRecord(experiment, spec, { result: turned }, provenance)];
  const before = fs.readFileSync(journal(out, 'mine'), 'utf8');
  fs.writeFileSync(journal(out, 'mine'), lines.map(journalLine).join(''));
  try {
    expect((await verify()).code).toBe(0);
    const { code, stdout, stderr } = await verify('--rerun', '20');
    expect(code).toBe(1);
    expect(stderr).toContain(`trial ${id.slice(0, 12)} gives another result when it is run again`);
    expect(stdout).toContain('20 trials run again: 1 not as recorded');
    const { rerun, ok } = JSON.parse((await verify('--rerun', '20', '--json')).stdout);
    const found = { trials: 20, differ: 1, of: 20, misses: { one: 0, hundredth: 0 } };
    expect({ rerun, ok }).toEqual({ rerun: found, ok: false });
  } finally {
    fs.writeFileSync(journal(out, 'mine'), before);
  }
});

test('a trial that takes too long is a fault', async () => {
  const slow = mine.replace('"N": 11', '"N": 1001').replace('"step": 0.1, "to": 0.1', '"step": 0.0001');
  const file = write(temporary(), 'slow.json', slow.replace('"mine"', '"slow"'));
  const args = [
    'run',
    file,
    '--profile',
    'smoke',
    '--out',
    temporary(),
    '--trials',
    '1',
    '--engine',
    'reference',
  ];
  const { code, stdout, stderr } = await mcover([...args, '--time-limit', '1', '--workers', '2']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /failed: slow: mcover, trial 0 .*: TimeLimit: no result within 1 s; --time-limit SECONDS/,
  );
  expect(stderr).toMatch(/trials? failed; the next start tries again/);
  expect(stdout).toMatch(/slow +[01]\/2/);
});
