import { readdirSync, readFileSync } from 'node:fs';
import { builtIn } from '@mcover/models';
import { parseJournal } from '@mcover/record';
import { expect, it } from 'vitest';

it.each(['smoke', 'quick'])('all reference records of the profile %s are records', (profile) => {
  const folder = new URL(`../results/reference/${profile}/`, import.meta.url);
  const journals = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  expect(journals.length).toBeGreaterThan(9);
  for (const name of journals) {
    const { records, rejected, unknown } = parseJournal(readFileSync(new URL(name, folder), 'utf8'), builtIn);
    expect([name, rejected, unknown]).toEqual([name, [], []]);
    expect(records.length).toBeGreaterThan(0);
  }
});
