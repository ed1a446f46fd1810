import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { essence, journal, mcover, mine, start, temporary, write } from './support.ts';

/** What a study decides, and that nothing but its specification has a say in it. */

const decide = '"decide": { "compare": [["mcover", "vanilla"]], "difference": 0.3, "most": 60, "batch": 10 }';
const decided = (text = decide) => mine.replace('"trials": 2,', `"trials": 2,\n  ${text},`);

async function study(out: string, ...options: string[]) {
  const file = write(out, 'mine.json', decided());
  const args = ['decide', file, '--profile', 'smoke', '--engine', 'reference', '--out', out, '--json'];
  const { code, stdout, stderr } = await mcover([...args, ...options]);
  return { code, stderr, ...(stdout && JSON.parse(stdout)) };
}

const found = ({ code, comparisons }: Awaited<ReturnType<typeof study>>) => ({ code, comparisons });

test('the same on one thread and two, after records that were there, after a kill and again', async () => {
  const [one, two, killed] = [temporary(), temporary(), temporary()];
  const first = await study(one, '--workers', '1');
  const [{ finding, n, low, high, looks }] = first.comparisons;
  expect([first.code, finding, looks.at(-1)]).toEqual([
    0,
    'equal',
    expect.objectContaining({ n, low, high }),
  ]);
  expect(n % 10).toBe(0);
  expect(n).toBeLessThan(60);
  expect(low).toBeGreaterThanOrEqual(-0.3);
  expect(high).toBeLessThanOrEqual(0.3);
  const records = essence(journal(one, 'mine'));
  expect(records).toHaveLength(2 * n);

  // More trials than it takes, of which no decision is the better.
  const file = write(two, 'mine.json', decided());
  const run = ['run', file, '--profile', 'smoke', '--engine', 'reference', '--out', two];
  await mcover([...run, '--trials', '50']);
  expect(found(await study(two, '--workers', '2'))).toEqual(found(first));

  const args = [
    'decide',
    write(killed, 'mine.json', decided()),
    '--profile',
    'smoke',
    '--engine',
    'reference',
  ];
  const { child, ended } = start([...args, '--out', killed]);
  while (!fs.existsSync(journal(killed, 'mine'))) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await ended;
  expect(found(await study(killed, '--workers', '2'))).toEqual(found(first));
  expect(essence(journal(killed, 'mine'))).toEqual(records);

  const again = await study(one);
  expect(found(again)).toEqual(found(first));
  expect(again.stderr).not.toMatch(/to run|left/);
  const plan = await mcover(['plan', path.join(one, 'mine.json'), '--profile', 'smoke', '--out', one]);
  expect(plan.stdout).toContain(`"mcover decide" takes ${2 * n} trials at most, 0 of them to run\n`);
  // A cell has as many trials as its decision took.
  expect((await mcover(['verify', path.dirname(journal(one, 'mine'))])).code).toBe(0);
});

test('what stays open is said, with the trials that would decide it; the report shows it', async () => {
  const out = temporary();
  const { code, comparisons, report } = await study(out, '--trials', '10');
  expect([code, comparisons[0].finding, comparisons[0].n]).toEqual([1, 'open', 10]);
  expect(comparisons[0].expected).toBeGreaterThan(10);
  const text = fs.readFileSync(
    report.find((file: string) => file.endsWith('REPORT.md')),
    'utf8',
  );
  expect(text).toContain('0 of 1 comparison decided.');
  expect(text).toContain('](figures/mine.decided.svg)');
  expect(text).toContain('where a finding ended the trials, quote the finding');
  const args = [
    'decide',
    write(out, 'mine.json', decided()),
    '--profile',
    'smoke',
    '--engine',
    'reference',
    '--out',
    out,
  ];
  const { stdout } = await mcover([...args, '--trials', '10']);
  expect(stdout).toMatch(
    /^mine +M-cover +vanilla SA +[+−]0\.\d+ \[.*\] +10 +open; \d*0 more would decide it/m,
  );
  expect(stdout).toContain('\nMetric: generalizationError, lower is better.\n');
  expect(stdout).toMatch(/^records {2}.*\nreport {3}.*REPORT\.md\npage {5}file:.*index\.html$/m);
  const plan = await mcover(['plan', args[1], '--profile', 'smoke', '--out', out]);
  expect(plan.stdout).toContain('"mcover decide" takes 120 trials at most, ');
});

test.each<[string, string, string, string[]]>([
  [
    'a range is broken by a trial',
    decide.replace('"difference": 0.3', '"difference": 0.01, "range": [0, 0.02]'),
    'is not between 0 and 0.02',
    [],
  ],
  ['a shard is asked for', decide, 'a shard decides nothing', ['--shard', '1/2']],
])('is refused where %s', async (_, text, message, options) => {
  const out = temporary();
  const args = ['decide', write(out, 'mine.json', decided(text)), '--profile', 'smoke', '--out', out];
  const { code, stdout, stderr } = await mcover([...args, ...options]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('a training that diverges is told below the table and on the page', async () => {
  const out = temporary();
  const network = {
    id: 'network',
    model: 'mlp',
    data: { name: 'hidden-manifold', D: 3, test: 20 },
    params: { widths: [6, 4, 10], P: 20, B: 10, epochs: 2, rate: 1e200 },
    methods: [{ method: 'sgd' }, { method: 'ema' }],
    trials: 1,
    decide: { compare: [['ema', 'sgd']], range: [0, 1], difference: 0.5, most: 20 },
    profiles: { smoke: {} },
  };
  const file = write(out, 'network.json', JSON.stringify(network));
  const { code, stdout } = await mcover(['decide', file, '--profile', 'smoke', '--out', out]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^network: .*: training diverged in 40 trials; each counts as the worst of the range\.$/m,
  );
  const page = fs.readFileSync(path.join(out, 'report', 'smoke', 'REPORT.md'), 'utf8');
  expect(page).toContain(
    'Training diverged in 40 trials of these pairs. Each counts as the worst of the range.',
  );
});
