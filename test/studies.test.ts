import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { plan } from '@mcover/harness';
import { builtIn } from '@mcover/models';
import { parseJournal } from '@mcover/record';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const studies = fs.readdirSync(path.join(root, 'studies')).map((name) => path.basename(name, '.json'));

test.each(studies)('the records of the study %s are trials of its file, from the first on', async (id) => {
  const file = path.join(root, 'studies', `${id}.json`);
  const text = gunzipSync(
    fs.readFileSync(path.join(root, 'results', 'studies', `${id}.ndjson.gz`)),
  ).toString();
  const { records, rejected, unknown } = parseJournal(text, builtIn);
  expect([rejected, unknown]).toEqual([[], []]);
  // Which trials learn from images is only known where these are.
  const { data, tune, decide } = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (data.name !== 'teacher-student') return;
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-studies-'));
  try {
    fs.mkdirSync(path.join(out, 'results', 'paper'), { recursive: true });
    fs.writeFileSync(path.join(out, 'results', 'paper', `${id}.ndjson`), text);
    const { experiments } = (
      await plan({ files: [file], profile: 'paper', out, study: tune ? 'tune' : decide && 'decide' })
    ).plan;
    expect(experiments.map(({ there }) => there)).toEqual([records.length]);
  } finally {
    fs.rmSync(out, { recursive: true });
  }
});
