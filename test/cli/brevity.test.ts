import fs from 'node:fs';
import path from 'node:path';
import { journalLine, sealRecord } from '@mcover/record';
import { beforeAll, expect, test } from 'vitest';
import { journal, mcover, mine, parsed, temporary, write } from './support.ts';

/** What a file holds may be long; what is told of it is not. */

let folder: string;
let good: string;

beforeAll(async () => {
  folder = temporary();
  write(folder, 'mine.json', mine);
  await mcover(['run', 'mine.json', '--profile', 'smoke', '--out', 'out'], folder);
  good = path.dirname(journal(path.join(folder, 'out'), 'mine'));
}, 60_000);

/** A folder of results with another journal. */
function smokeWith(name: string, text: string): string {
  const results = path.join(folder, name, 'smoke');
  fs.cpSync(good, results, { recursive: true });
  fs.appendFileSync(path.join(results, 'mine.ndjson'), text);
  return results;
}

test.each(['verify', 'report', 'gate', 'merge', 'show', 'export'])(
  '%s names twenty bad lines of a file, and says how many more there are',
  async (command) => {
    const results = smokeWith(`bad-${command}`, 'no record\n'.repeat(3000));
    const calls: Record<string, string[]> = {
      verify: [results],
      report: ['--results', results, '--out', path.join(results, 'page')],
      gate: ['--results', results, '--baseline', good],
      merge: [results, '--out', path.join(results, 'merged')],
      show: [results],
      export: [results, '--csv'],
    };
    const { stderr } = await mcover([command, ...calls[command]], folder);
    expect(stderr.split('\n').filter((line) => line.endsWith('not JSON'))).toHaveLength(20);
    expect(stderr).toMatch(/^… and 2980 more lines of .*mine\.ndjson$/m);
  },
);

test('the traces that are damaged are told as briefly', async () => {
  const results = smokeWith('traced', '');
  write(results, 'mine.trace.ndjson', 'no trace\n'.repeat(3000));
  const { stderr } = await mcover(['verify', results]);
  expect(stderr).toMatch(/^… and 2980 more lines of .*mine\.trace\.ndjson$/m);
});

test.each<[string, string]>([
  ['a name', 'x'.repeat(1e5)],
  ['a name of many words', 'x y '.repeat(3e4)],
  ['a name of many quotes', '" '.repeat(3e4)],
])('%s of a file is told by its beginning', async (_, name) => {
  const file = write(folder, 'long.json', mine.replace('"perceptron"', JSON.stringify(name)));
  const { code, stderr } = await mcover(['run', file, '--profile', 'smoke', '--out', 'long']);
  expect(code).toBe(2);
  expect(stderr).toContain('/model: no model "');
  expect(stderr.length).toBeLessThan(5000);
});

test('a failure of a megabyte is told by its beginning, and so is a hundred of them', async () => {
  const [{ spec, provenance }] = parsed(path.join(good, 'mine.ndjson')).records;
  const failures = Array.from({ length: 100 }, (_, trial) => {
    const failure = { kind: 'Error', message: 'long '.repeat(5e4) };
    return journalLine(sealRecord('mine', { ...spec, seed: { root: 9, trial } }, { failure }, provenance));
  });
  const results = smokeWith('failures', failures.join(''));
  const { stderr, stdout } = await mcover(['verify', results, '--json']);
  expect(stderr).toContain('… and 80 more failed trials');
  expect(stderr.length).toBeLessThan(100_000);
  expect(stdout.length).toBeLessThan(100_000);
});

test('a record without a model says so', async () => {
  const { stderr } = await mcover(['verify', smokeWith('nameless', '{"spec":{}}\n')]);
  expect(stderr).toContain('/spec: it names no model and method');
});

test('show says that there are no results yet', async () => {
  const { code, stderr } = await mcover(['show'], temporary());
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^.*quick: there are no results yet; run "mcover repro" first\n$/),
  ]);
});
